package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jspecify.annotations.Nullable;

/** Compares messages by what they say, arrays by their content. */
final class SameMessage {
    private SameMessage() {}

    static void assertSame(Message expected, Message actual) {
        if (expected instanceof Challenge a && actual instanceof Challenge b) {
            assertArrayEquals(a.nonce(), b.nonce());
            assertArrayEquals(a.proof(), b.proof());
        } else if (expected instanceof Prove a && actual instanceof Prove b) {
            assertArrayEquals(a.proof(), b.proof());
        } else if (expected instanceof Join a && actual instanceof Join b) {
            assertKey(a.key(), b.key());
            assertEquals(new Join(a.session(), a.lane(), null), new Join(b.session(), b.lane(), null));
        } else if (expected instanceof Register a && actual instanceof Register b) {
            assertKey(a.key(), b.key());
            assertEquals(withoutKey(a), withoutKey(b));
        } else {
            assertEquals(expected, actual);
        }
    }

    private static void assertKey(@Nullable KeyHint expected, @Nullable KeyHint actual) {
        if (expected == null) {
            assertNull(actual);
        } else {
            assertNotNull(actual);
            assertEquals(expected.id(), actual.id());
            assertArrayEquals(expected.nonce(), actual.nonce());
        }
    }

    private static Register withoutKey(Register register) {
        return new Register(
                register.kind(),
                register.id(),
                register.incarnation(),
                register.revision(),
                register.concurrency(),
                register.weight(),
                register.labels(),
                register.deployments(),
                register.routesPages(),
                null,
                register.failures(),
                register.http(),
                register.version(),
                register.httpKey(),
                register.deploymentConcurrency(),
                register.maxStreams());
    }
}

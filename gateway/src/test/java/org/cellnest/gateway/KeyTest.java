package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("transport")
class KeyTest {
    private static final String KEY = "a key of sufficient length";

    @Test
    void provesTheKeyOnEveryLane() {
        try (FakeRouter router = FakeRouter.builder().key(KEY).start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "nest.key=" + KEY, "gateway.io-threads=3")
                        .awaitReady()) {
            assertEquals(200, gateway.get("/x").statusCode());
            assertEquals(3, router.joins.get());
        }
    }

    @Test
    void doesNotJoinWithAnotherKey() {
        refuses(FakeRouter.builder().key(KEY), "nest.key=not the key of the router");
    }

    @Test
    void doesNotJoinWithoutAKeyWhereOneIsAskedFor() {
        refuses(FakeRouter.builder().key(KEY), "gateway.access-log=false");
    }

    @Test
    void doesNotTrustARouterThatCannotProveTheKey() {
        refuses(FakeRouter.builder().key(KEY).fault(FakeRouter.Fault.WRONG_PROOF), "nest.key=" + KEY);
    }

    @Test
    void doesNotTrustARouterThatAsksForNoKey() {
        refuses(FakeRouter.builder().key(KEY).fault(FakeRouter.Fault.NO_KEY_ASKED), "nest.key=" + KEY);
    }

    private static void refuses(FakeRouter.Builder builder, String setting) {
        try (FakeRouter router = builder.start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint()), "gateway.parking-time=300ms", setting)) {
            assertEquals(503, gateway.get("/x").statusCode());
            assertEquals(503, gateway.readyz());
            assertEquals(0, router.asked.size());
        }
    }
}

package org.cellnest.protocol;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of a message that came as JSON, beyond its shape. */
final class MessageRules {
    private static final int MAX_ID = 128;
    private static final int MAX_NAME = 128;
    private static final int MAX_LABELS = 64;
    private static final int MAX_DEPLOYMENTS = 1024;
    private static final int MAX_METHODS = 16;
    private static final int MAX_CONCURRENCY = ExchangeId.MAX_SLOTS - 1;
    private static final int MAX_WEIGHT = 1000;

    private MessageRules() {}

    static Hello check(Hello hello) throws ProtocolException {
        text("router", hello.router(), MAX_ID);
        text("incarnation", hello.incarnation(), MAX_ID);
        range("heartbeatMs", hello.heartbeatMs(), 1, 3_600_000);
        range("deadAfterMissed", hello.deadAfterMissed(), 1, 1000);
        present("limits", hello.limits());
        range("limits.maxMessageBytes", hello.limits().maxMessageBytes(), 1024, Integer.MAX_VALUE);
        range("limits.maxBatchRecords", hello.limits().maxBatchRecords(), 1, Integer.MAX_VALUE);
        range("limits.maxBatchBytes", hello.limits().maxBatchBytes(), 1024, Integer.MAX_VALUE);
        range("limits.maxRoutesPageBytes", hello.limits().maxRoutesPageBytes(), 1024, Integer.MAX_VALUE);
        range("limits.maxRoutesPages", hello.limits().maxRoutesPages(), 1, Integer.MAX_VALUE);
        return hello;
    }

    static Register check(Register register) throws ProtocolException {
        present("kind", register.kind());
        text("id", register.id(), MAX_ID);
        text("incarnation", register.incarnation(), MAX_ID);
        range("revision", register.revision(), 1, Long.MAX_VALUE);
        range("concurrency", register.concurrency(), 0, MAX_CONCURRENCY);
        range("weight", register.weight(), 1, MAX_WEIGHT);
        range("labels", register.labels().size(), 0, MAX_LABELS);
        range("deployments", register.deployments().size(), 0, MAX_DEPLOYMENTS);
        Set<String> names = new HashSet<>();
        for (DeploymentInfo deployment : register.deployments()) {
            text("deployment name", deployment.name(), MAX_NAME);
            if (!names.add(deployment.name())) {
                throw malformed("deployment " + deployment.name() + " twice", "each once");
            }
        }
        range("routesPages", register.routesPages(), 0, Limits.DEFAULT.maxRoutesPages());
        key(register.key());
        return register;
    }

    static Welcome check(Welcome welcome) throws ProtocolException {
        text("session", welcome.session(), MAX_ID);
        range("maxOutstanding", welcome.maxOutstanding(), 0, ExchangeId.MAX_SLOTS);
        return welcome;
    }

    static Reject check(Reject reject) throws ProtocolException {
        present("code", reject.code());
        present("reason", reject.reason());
        return reject;
    }

    static Join check(Join join) throws ProtocolException {
        text("session", join.session(), MAX_ID);
        range("lane", join.lane(), 1, 255);
        key(join.key());
        return join;
    }

    static Routes check(Routes routes) throws ProtocolException {
        for (RouteInfo route : routes.routes()) {
            text("deployment", route.deployment(), MAX_NAME);
            range("route number", route.number(), 1, Integer.MAX_VALUE);
            present("template", route.template());
            range("methods", route.methods().size(), 1, MAX_METHODS);
            for (String method : route.methods()) {
                if (!HttpMethod.isValid(method)) {
                    throw malformed("method " + method, "a token of at most 32 characters");
                }
            }
            range("timeoutMs", route.timeoutMs(), 0, 86_400_000);
        }
        return routes;
    }

    private static void key(@Nullable KeyHint key) throws ProtocolException {
        if (key != null) {
            text("key.id", key.id(), MAX_ID);
            present("key.nonce", key.nonce());
            range("length of key.nonce", key.nonce().length, KeyProof.NONCE_BYTES, KeyProof.NONCE_BYTES);
        }
    }

    private static void text(String name, @Nullable String value, int max) throws ProtocolException {
        if (value == null || value.isEmpty() || value.length() > max) {
            throw malformed(
                    name + " " + (value == null ? "missing" : "of " + value.length() + " characters"),
                    "1 to " + max + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) == 0x7f) {
                throw malformed("a control character in " + name, "none");
            }
        }
    }

    private static void range(String name, long value, long min, long max) throws ProtocolException {
        if (value < min || value > max) {
            throw malformed(name + " " + value, min + " to " + max);
        }
    }

    private static void present(String name, @Nullable Object value) throws ProtocolException {
        if (value == null) {
            throw malformed(name + " missing", "a value");
        }
    }

    private static ProtocolException malformed(String came, String expected) {
        return new ProtocolException(ErrorCode.MALFORMED, came + " (expected: " + expected + ")");
    }
}

package org.cellnest.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Validates the values of messages that came as JSON, beyond their shape. Stateless. */
final class MessageRules {
    static final int MAX_ID = 128;
    static final int MAX_NAME = 128;
    static final int MAX_ENTRIES = 64;
    static final int MAX_DEPLOYMENTS = 1024;
    static final int MAX_METHODS = 16;
    static final int MAX_TEMPLATE = 4096;
    static final int MAX_TIMEOUT_MS = 86_400_000;
    static final int MAX_CONCURRENCY = ExchangeId.MAX_SLOTS - 1;
    static final int MAX_WEIGHT = 1000;

    private MessageRules() {}

    static Hello check(Hello hello) throws ProtocolException {
        if (hello.protocol() != WireRecord.VERSION) {
            throw new ProtocolException(
                    ErrorCode.VERSION, "protocol " + hello.protocol() + " (expected: " + WireRecord.VERSION + ")");
        }
        id("router", hello.router());
        id("incarnation", hello.incarnation());
        range("heartbeatMs", hello.heartbeatMs(), 1, 3_600_000);
        range("deadAfterMissed", hello.deadAfterMissed(), 1, 1000);
        present("limits", hello.limits());
        range("limits.maxMessageBytes", hello.limits().maxMessageBytes(), 1024, Integer.MAX_VALUE);
        range("limits.maxBatchRecords", hello.limits().maxBatchRecords(), 1, Integer.MAX_VALUE);
        range("limits.maxBatchBytes", hello.limits().maxBatchBytes(), 1024, Integer.MAX_VALUE);
        range("limits.maxRoutesPageBytes", hello.limits().maxRoutesPageBytes(), 1024, Integer.MAX_VALUE);
        range("limits.maxRoutesPages", hello.limits().maxRoutesPages(), 1, Integer.MAX_VALUE);
        range("limits.maxDataBytes", hello.limits().maxDataBytes(), 0, Integer.MAX_VALUE);
        return hello;
    }

    static Register check(Register register) throws ProtocolException {
        present("kind", register.kind());
        id("id", register.id());
        id("incarnation", register.incarnation());
        range("revision", register.revision(), 1, Long.MAX_VALUE);
        range("concurrency", register.concurrency(), 0, MAX_CONCURRENCY);
        range("deploymentConcurrency", register.deploymentConcurrency(), 0, MAX_CONCURRENCY);
        range("maxStreams", register.maxStreams(), 0, MAX_CONCURRENCY);
        range("weight", register.weight(), 1, MAX_WEIGHT);
        entries("labels", register.labels());
        range("number of deployments", register.deployments().size(), 0, MAX_DEPLOYMENTS);
        Set<String> names = new HashSet<>();
        for (DeploymentInfo deployment : register.deployments()) {
            text("deployment name", deployment.name(), 1, MAX_NAME);
            if (!names.add(deployment.name())) {
                throw malformed("deployment " + deployment.name() + " twice", "each once");
            }
            entries("meta", deployment.meta());
        }
        range("routesPages", register.routesPages(), 0, Limits.DEFAULT.maxRoutesPages());
        key(register.key());
        if (register.httpKey() != null && !AddressProof.isKey(register.httpKey())) {
            throw malformed("httpKey", AddressProof.HEX_DIGITS + " hexadecimal digits");
        }
        return register;
    }

    static LogLevel check(LogLevel change) throws ProtocolException {
        text("deployment", change.deployment(), 1, MAX_NAME);
        if (change.level() != null && !LogLevel.LEVELS.contains(change.level())) {
            throw malformed("level " + change.level(), String.join(", ", LogLevel.LEVELS));
        }
        return change;
    }

    static Welcome check(Welcome welcome) throws ProtocolException {
        id("session", welcome.session());
        range("revision", welcome.revision(), 1, Long.MAX_VALUE);
        range("maxOutstanding", welcome.maxOutstanding(), 0, ExchangeId.MAX_SLOTS);
        for (DeploymentVerdict verdict : welcome.deployments()) {
            text("deployment name", verdict.name(), 1, MAX_NAME);
        }
        return welcome;
    }

    static Reject check(Reject reject) throws ProtocolException {
        id("code", reject.code());
        present("reason", reject.reason());
        return reject;
    }

    static Join check(Join join) throws ProtocolException {
        id("session", join.session());
        range("lane", join.lane(), 1, 255);
        key(join.key());
        return join;
    }

    static Routes check(Routes routes) throws ProtocolException {
        range("revision", routes.revision(), 1, Long.MAX_VALUE);
        range("page", routes.page(), 1, Limits.DEFAULT.maxRoutesPages());
        check(routes.routes());
        return routes;
    }

    static Describe check(Describe describe) throws ProtocolException {
        range("after", describe.after(), 0, Long.MAX_VALUE);
        range("known", describe.known(), 0, Long.MAX_VALUE);
        return describe;
    }

    static Description check(Description description) throws ProtocolException {
        range("revision", description.revision(), 1, Long.MAX_VALUE);
        range("after", description.after(), 0, Long.MAX_VALUE);
        range("next", description.next(), 0, Long.MAX_VALUE);
        for (String deployment : description.versions().keySet()) {
            text("deployment name", deployment, 1, MAX_NAME);
        }
        check(description.routes());
        return description;
    }

    private static void check(List<RouteInfo> routes) throws ProtocolException {
        for (RouteInfo route : routes) {
            text("deployment", route.deployment(), 1, MAX_NAME);
            range("route number", route.number(), 1, Integer.MAX_VALUE);
            present("template", route.template());
            range("length of template", route.template().length(), 1, MAX_TEMPLATE);
            range("number of methods", route.methods().size(), 1, MAX_METHODS);
            for (String method : route.methods()) {
                if (!HttpMethod.isValid(method)) {
                    throw malformed("method " + method, "a token of at most " + HttpMethod.MAX_LENGTH + " characters");
                }
            }
            range("timeoutMs", route.timeoutMs(), 0, MAX_TIMEOUT_MS);
            for (Map<String, String> parameter : route.parameters()) {
                entries("parameter", parameter);
            }
        }
    }

    private static void key(@Nullable KeyHint key) throws ProtocolException {
        if (key != null) {
            id("key.id", key.id());
            present("key.nonce", key.nonce());
            range("length of key.nonce", key.nonce().length, KeyProof.NONCE_BYTES, KeyProof.NONCE_BYTES);
        }
    }

    private static void entries(String name, Map<String, String> entries) throws ProtocolException {
        range("number of entries of " + name, entries.size(), 0, MAX_ENTRIES);
        for (String key : entries.keySet()) {
            text("key of " + name, key, 1, MAX_NAME);
        }
    }

    /** Requires a text that is fit for logs, metrics and file names. */
    private static void id(String name, @Nullable String value) throws ProtocolException {
        text(name, value, 1, MAX_ID);
        if (value != null && !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw malformed(name + " " + value, "visible ASCII characters");
        }
    }

    private static void text(String name, @Nullable String value, int min, int max) throws ProtocolException {
        if (value == null) {
            throw malformed(name + " missing", min + " to " + max + " characters");
        }
        if (value.length() < min || value.length() > max) {
            throw malformed(name + " of " + value.length() + " characters", min + " to " + max + " characters");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw malformed("a control character in " + name, "none");
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

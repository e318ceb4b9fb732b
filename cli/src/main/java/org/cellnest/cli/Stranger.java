package org.cellnest.cli;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A process of the nest that answered in place of a router's ops port. */
enum Stranger {
    GATEWAY("a gateway, which serves clients"),
    GATEWAY_OPS("the ops port of a gateway"),
    ROUTER_OPS("the ops port of a router");

    private final String what;

    Stranger(String what) {
        this.what = what;
    }

    /**
     * Recognizes a process by an answer that no router gives. Returns null if the answer may be a router's, or is from
     * outside the nest.
     *
     * @param detail the detail of the answer's problem; empty for none
     */
    static @Nullable Stranger of(HttpResponse<?> answer, String detail) {
        Stranger named = named(answer);
        if (named != null) {
            return named == GATEWAY_OPS ? named : null;
        }
        if (detail.startsWith("nothing is at /v1/")) {
            return GATEWAY_OPS;
        }
        boolean hasRequestId = answer.headers().firstValue("X-Request-Id").isPresent();
        return hasRequestId || detail.startsWith("no route matches /v1/") ? GATEWAY : null;
    }

    /** Recognizes an ops port by its {@code Server} field; returns null for other answers. */
    static @Nullable Stranger named(HttpResponse<?> answer) {
        String server = answer.headers().firstValue("Server").orElse("").toLowerCase(Locale.ROOT);
        return switch (server) {
            case "cellnest-router" -> ROUTER_OPS;
            case "cellnest-gateway" -> GATEWAY_OPS;
            default -> null;
        };
    }

    /** Returns a phrase, such as {@code the ops port of a gateway}. */
    String what() {
        return what;
    }

    /**
     * Returns the failure for a process mistaken for a router.
     *
     * @param asked the address of the process
     * @param usualPort the port of a router's ops port
     */
    NestException complaint(String asked, int usualPort) {
        URI uri = URI.create(asked);
        int port = uri.getPort() == usualPort ? RouterAddress.DEFAULT_PORT : usualPort;
        String guess = uri.getPort() == port
                ? "router.ops.port of its settings"
                : "perhaps --router " + uri.getScheme() + "://" + uri.getHost() + ":" + port;
        return NestException.unreachable(
                asked + " is " + what + " (expected: the ops port of a router, " + guess + ")");
    }
}

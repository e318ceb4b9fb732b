package org.cellnest.process.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A ZeroMQ endpoint, {@code tcp://HOST:PORT}. {@code *}, {@code 0.0.0.0} and {@code [::]} mean every interface; port 0
 * lets the system choose. A test pins that the transport, which this module may not use, takes every such endpoint.
 *
 * @param host a name or address; IPv6 addresses without their brackets
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("tcp://(\\*|[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?\\]):([0-9]{1,5})");

    public Endpoint {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(port + " (expected: a port from 0 to 65535)");
        }
    }

    /** Parses {@code tcp://HOST:PORT}; throws {@link IllegalArgumentException} for any other text. */
    public static Endpoint parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " (expected: tcp://HOST:PORT)");
        }
        String host = matcher.group(1);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Endpoint(host, Integer.parseInt(matcher.group(2)));
    }

    /** Returns the same host with another port, such as the port that the system chose. */
    public Endpoint withPort(int newPort) {
        return new Endpoint(host, newPort);
    }

    /** Returns the endpoint for peers on this machine: 127.0.0.1 if the host means every interface. */
    public Endpoint dialable() {
        return Exposure.isWildcard(host) ? new Endpoint("127.0.0.1", port) : this;
    }

    /** {@code tcp://HOST:PORT}, as ZeroMQ takes it. */
    @Override
    public String toString() {
        return "tcp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}

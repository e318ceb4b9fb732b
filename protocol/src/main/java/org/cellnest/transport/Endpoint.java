package org.cellnest.transport;

/**
 * A TCP address at which a socket binds or to which it connects: {@code tcp://host:port}. A literal IPv6 address stands
 * in brackets. For binding the host may be {@code *}, any IPv4 address of the machine, and the port {@code *} or 0, a
 * free port.
 *
 * @param host without brackets
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {

    private static final String SCHEME = "tcp://";
    private static final String EXPECTED = " (expected: tcp://host:port)";

    /** Parses an endpoint; throws an {@link IllegalArgumentException} with the text and the expected form. */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (!text.startsWith(SCHEME) || colon <= SCHEME.length()) {
            throw new IllegalArgumentException(text + EXPECTED);
        }
        String host = text.substring(SCHEME.length(), colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()
                || (host.indexOf(':') >= 0) != bracketed
                || !host.chars().allMatch(Endpoint::isHostCharacter)) {
            throw new IllegalArgumentException(text + EXPECTED);
        }
        return new Endpoint(host, parsePort(text, text.substring(colon + 1)));
    }

    private static int parsePort(String text, String port) {
        if (port.equals("*")) {
            return 0;
        }
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= 65_535) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as any other port that is none
        }
        throw new IllegalArgumentException(text + " (expected: a port from 0 to 65535)");
    }

    private static boolean isHostCharacter(int c) {
        return c > ' ' && c < 0x7f && c != '/' && c != ';' && c != '[' && c != ']' && c != '@';
    }

    boolean isIpv6Literal() {
        return host.indexOf(':') >= 0;
    }

    @Override
    public String toString() {
        return SCHEME + (isIpv6Literal() ? "[" + host + "]" : host) + ":" + port;
    }
}

package org.cellnest.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Parses the address of a router's or gateway's HTTP port. */
final class RouterAddress {
    /** The default port of a router's ops port. */
    static final int DEFAULT_PORT = 9020;

    private RouterAddress() {}

    /**
     * Parses addresses separated by commas.
     *
     * @param option the option that contained them, for error messages
     * @param port the port of an address that is a host alone
     * @return {@code http://HOST:PORT}, without a slash at the end
     */
    static List<String> parseAll(String option, String text, int port) {
        List<String> addresses = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            if (!one.isBlank()) {
                addresses.add(parse(option, one.trim(), port));
            }
        }
        if (addresses.isEmpty()) {
            throw bad(option, text);
        }
        return addresses;
    }

    static String parse(String option, String text, int port) {
        boolean bare = !text.contains("://");
        try {
            URI uri = new URI(bare ? "http://" + text : text).parseServerAuthority();
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            String path = uri.getRawPath();
            boolean plain = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (path == null || path.isEmpty() || path.equals("/"));
            if (!http || !plain || uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
                throw bad(option, text);
            }
            int given = uri.getPort() < 0 && bare ? port : uri.getPort();
            return uri.getScheme() + "://" + uri.getHost() + (given < 0 ? "" : ":" + given);
        } catch (URISyntaxException e) {
            throw bad(option, text);
        }
    }

    /** Returns the address of a host and port from this machine's settings. */
    static String of(String host, int port) {
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static NestException bad(String option, String text) {
        return NestException.usage(option + " " + text + " (expected: an address such as http://127.0.0.1:9020)");
    }
}

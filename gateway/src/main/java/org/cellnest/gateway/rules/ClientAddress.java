package org.cellnest.gateway.rules;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellnest.http.HexDigits;
import org.cellnest.process.settings.Cidr;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a client is when proxies stand between. What a proxy says is believed only if the proxy is on the list;
 * X-Forwarded-For (or, where that is absent, Forwarded, RFC 7239) is read from the right, and the first address that is
 * not a trusted proxy's is the client. Immutable; any thread.
 */
public final class ClientAddress {
    private final List<Cidr> trusted;

    public ClientAddress(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** Whether the peer of a connection is a trusted proxy. */
    public boolean isTrusted(InetAddress address) {
        for (Cidr block : trusted) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The client behind a trusted peer.
     *
     * @param forwardedFor values of X-Forwarded-For, in order
     * @param forwarded values of Forwarded, in order
     */
    public InetAddress behind(InetAddress trustedPeer, List<String> forwardedFor, List<String> forwarded) {
        List<String> nodes = forwardedFor.isEmpty() ? parameters(forwarded, "for") : split(forwardedFor, ',');
        InetAddress client = trustedPeer;
        for (int i = nodes.size() - 1; i >= 0; i--) {
            InetAddress address = parse(nodes.get(i));
            if (address == null) {
                return client;
            }
            client = address;
            if (!isTrusted(address)) {
                return client;
            }
        }
        return client;
    }

    /** Whether a trusted peer says that the client spoke https; the last word, which is the nearest proxy's, counts. */
    public static boolean isHttps(List<String> forwardedProto, List<String> forwarded) {
        List<String> words = forwardedProto.isEmpty() ? parameters(forwarded, "proto") : split(forwardedProto, ',');
        return !words.isEmpty() && words.get(words.size() - 1).equalsIgnoreCase("https");
    }

    /** An address as attributes carry it: without a zone. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** The value of a parameter in each element of Forwarded; elements without it count as unknown. */
    private static List<String> parameters(List<String> forwarded, String name) {
        List<String> values = new ArrayList<>();
        for (String element : split(forwarded, ',')) {
            String found = "";
            for (String pair : split(List.of(element), ';')) {
                int equals = pair.indexOf('=');
                if (equals > 0
                        && pair.substring(0, equals)
                                .strip()
                                .toLowerCase(Locale.ROOT)
                                .equals(name)) {
                    found = unquote(pair.substring(equals + 1).strip());
                }
            }
            values.add(found);
        }
        return values;
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static List<String> split(List<String> values, char separator) {
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            int from = 0;
            while (from <= value.length()) {
                int at = value.indexOf(separator, from);
                int to = at < 0 ? value.length() : at;
                parts.add(value.substring(from, to).strip());
                from = to + 1;
            }
        }
        return parts;
    }

    /** An address with or without a port; names and obfuscated identifiers are null, and nothing is looked up. */
    static @Nullable InetAddress parse(String node) {
        String host = node;
        if (node.startsWith("[")) {
            int close = node.indexOf(']');
            if (close < 0) {
                return null;
            }
            host = node.substring(1, close);
        } else if (node.indexOf(':') >= 0 && node.indexOf(':') == node.lastIndexOf(':')) {
            host = node.substring(0, node.indexOf(':'));
        }
        if (!isNumeric(host)) {
            return null;
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static boolean isNumeric(String host) {
        boolean ipv6 = host.indexOf(':') >= 0;
        int dots = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c != ':' && (ipv6 ? HexDigits.value(c) < 0 : c < '0' || c > '9')) {
                return false;
            }
        }
        return ipv6 || dots == 3;
    }
}

package org.cellnest.gateway.rules;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellnest.http.FieldList;
import org.cellnest.process.settings.Cidr;
import org.cellnest.process.settings.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * Determines the address of a client behind proxies. Fields of a proxy are trusted only if the proxy is on the list.
 * X-Forwarded-For (or, if it is absent, Forwarded, RFC 7239) is read from the right. The first address that does not
 * belong to a trusted proxy is the client. Immutable and thread-safe.
 */
public final class ClientAddress {
    /** The form of a node. An IPv6 address with a port is in brackets; many proxies write one without a port bare. */
    private static final Pattern NODE =
            Pattern.compile("(\\[(?<v6>[0-9A-Fa-f:.]{2,45})]|(?<v4>[0-9.]{7,15}))(:[0-9]{1,5}|:_[A-Za-z0-9._-]+)?"
                    + "|(?<bare>[0-9A-Fa-f:.]{2,45})");

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
     * Returns the client behind a trusted peer.
     *
     * @param forwardedFor values of X-Forwarded-For, in order
     * @param forwarded values of Forwarded, in order
     */
    public InetAddress behind(InetAddress trustedPeer, List<String> forwardedFor, List<String> forwarded) {
        List<String> nodes = forwardedFor.isEmpty() ? parameters(forwarded, "for") : FieldList.elements(forwardedFor);
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

    /**
     * Whether a trusted peer reports that the client used https. The last value, which is the nearest proxy's, counts.
     */
    public static boolean isHttps(List<String> forwardedProto, List<String> forwarded) {
        List<String> words =
                forwardedProto.isEmpty() ? parameters(forwarded, "proto") : FieldList.elements(forwardedProto);
        return !words.isEmpty() && words.get(words.size() - 1).equalsIgnoreCase("https");
    }

    /** Returns an address in the form of attributes, without a zone. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** Returns the value of a parameter in each element of Forwarded; elements without it count as unknown. */
    private static List<String> parameters(List<String> forwarded, String name) {
        List<String> values = new ArrayList<>();
        for (String element : FieldList.elements(forwarded)) {
            String value = FieldList.parameter(element, name);
            values.add(value == null ? "" : value);
        }
        return values;
    }

    /**
     * Parses a node (RFC 7239, section 6), an address with or without a port. Names and obfuscated identifiers are
     * null.
     */
    static @Nullable InetAddress parse(String node) {
        Matcher parts = NODE.matcher(node);
        if (!parts.matches()) {
            return null;
        }
        String v6 = parts.group("v6");
        String v4 = parts.group("v4");
        String host = v6 != null ? v6 : v4 != null ? v4 : parts.group("bare");
        byte[] address = host == null ? null : IpLiteral.parse(host);
        if (address == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }
}

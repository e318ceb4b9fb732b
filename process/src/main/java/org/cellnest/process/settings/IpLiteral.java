package org.cellnest.process.settings;

import org.jspecify.annotations.Nullable;

/**
 * Parses numeric addresses strictly (RFC 3986, section 3.2.2): four decimal numbers, or an IPv6 address of RFC 4291,
 * section 2.2, without a zone. Never resolves a name. Stateless.
 */
public final class IpLiteral {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private IpLiteral() {}

    /** Returns the address as 4 or 16 bytes in network order; null if the text is not a numeric address. */
    public static byte @Nullable [] parse(String text) {
        return text.indexOf(':') >= 0 ? parseIpv6(text) : parseIpv4(text);
    }

    private static byte @Nullable [] parseIpv4(String text) {
        byte[] address = new byte[IPV4_BYTES];
        int at = 0;
        for (int part = 0; part < IPV4_BYTES; part++) {
            if (part > 0) {
                if (at == text.length() || text.charAt(at) != '.') {
                    return null;
                }
                at++;
            }
            int from = at;
            int value = 0;
            while (at < text.length() && at - from < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                value = value * 10 + text.charAt(at) - '0';
                at++;
            }
            boolean leadingZero = at - from > 1 && text.charAt(from) == '0';
            if (at == from || leadingZero || value > 0xff) {
                return null;
            }
            address[part] = (byte) value;
        }
        return at == text.length() ? address : null;
    }

    private static byte @Nullable [] parseIpv6(String text) {
        byte[] address = new byte[IPV6_BYTES];
        int length = 0;
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int end = text.indexOf(':', at);
            String group = end < 0 ? text.substring(at) : text.substring(at, end);
            int added = end < 0 && group.indexOf('.') >= 0
                    ? addIpv4(group, address, length)
                    : addGroup(group, address, length);
            if (added == 0) {
                return null;
            }
            length += added;
            if (end < 0) {
                return filled(address, length, gap);
            }
            at = end + 1;
            if (at < text.length() && text.charAt(at) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = length;
                at++;
            } else if (at == text.length()) {
                return null;
            }
        }
        return filled(address, length, gap);
    }

    private static int addIpv4(String group, byte[] address, int length) {
        byte[] ipv4 = parseIpv4(group);
        if (ipv4 == null || length > IPV6_BYTES - IPV4_BYTES) {
            return 0;
        }
        System.arraycopy(ipv4, 0, address, length, IPV4_BYTES);
        return IPV4_BYTES;
    }

    private static int addGroup(String group, byte[] address, int length) {
        if (group.isEmpty() || group.length() > 4 || length > IPV6_BYTES - 2) {
            return 0;
        }
        int value = 0;
        for (int i = 0; i < group.length(); i++) {
            int digit = hex(group.charAt(i));
            if (digit < 0) {
                return 0;
            }
            value = value << 4 | digit;
        }
        address[length] = (byte) (value >> 8);
        address[length + 1] = (byte) value;
        return 2;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** Moves the groups after the gap to the end; a gap represents at least one group of zeros. */
    private static byte @Nullable [] filled(byte[] address, int length, int gap) {
        if (gap < 0) {
            return length == IPV6_BYTES ? address : null;
        }
        if (length > IPV6_BYTES - 2) {
            return null;
        }
        byte[] filled = new byte[IPV6_BYTES];
        System.arraycopy(address, 0, filled, 0, gap);
        System.arraycopy(address, gap, filled, IPV6_BYTES - (length - gap), length - gap);
        return filled;
    }
}

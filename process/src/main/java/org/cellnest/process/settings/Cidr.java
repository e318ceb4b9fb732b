package org.cellnest.process.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of addresses, such as {@code 10.0.0.0/8} or {@code ::1} (RFC 4632, RFC 4291). IPv4 addresses inside IPv6
 * count as IPv4.
 */
public final class Cidr {
    private final byte[] network;
    private final int prefixLength;
    private final String text;

    private Cidr(byte[] network, int prefixLength, String text) {
        this.network = network;
        this.prefixLength = prefixLength;
        this.text = text;
    }

    /** Parses {@code ADDRESS} or {@code ADDRESS/PREFIX}; never resolves names. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] literal = IpLiteral.parse(address);
        if (literal == null) {
            throw new IllegalArgumentException(text + " (expected: an address or CIDR block)");
        }
        byte[] network = bytes(literal);
        int bits = network.length * 8;
        int prefixLength = slash < 0 ? bits : prefixLength(text.substring(slash + 1));
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(text + " (expected: a prefix from 0 to " + bits + ")");
        }
        return new Cidr(network, prefixLength, text);
    }

    /** Returns the bytes of an address. The platform converts an IPv4 address inside IPv6 to IPv4. */
    private static byte[] bytes(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + literal.length + " bytes", e);
        }
    }

    /** Returns the number, or -1 if the text is not a number. */
    private static int prefixLength(String digits) {
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    /** Whether the address lies in the block. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || ((bytes[whole] ^ network[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
    }

    /** Returns the block as it was written. */
    @Override
    public String toString() {
        return text;
    }
}

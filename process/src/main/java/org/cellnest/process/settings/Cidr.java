package org.cellnest.process.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A block of addresses, such as {@code 10.0.0.0/8} or {@code ::1} (RFC 4632, RFC 4291). IPv4 addresses inside IPv6 count as
 * IPv4.
 */
public final class Cidr {
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final byte[] network;
    private final int prefixLength;
    private final String text;

    private Cidr(byte[] network, int prefixLength, String text) {
        this.network = network;
        this.prefixLength = prefixLength;
        this.text = text;
    }

    /** Reads {@code ADDRESS} or {@code ADDRESS/PREFIX}; names are never looked up. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        // Four full parts: the platform would read "10.1" as 10.0.0.1.
        if (!NUMERIC.matcher(address).matches() || (address.indexOf(':') < 0 && address.split("\\.", -1).length != 4)) {
            throw new IllegalArgumentException(text + " (expected: an address or CIDR block)");
        }
        try {
            byte[] network = InetAddress.getByName(address).getAddress();
            int bits = network.length * 8;
            int prefixLength = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefixLength < 0 || prefixLength > bits) {
                throw new IllegalArgumentException(text + " (expected: a prefix from 0 to " + bits + ")");
            }
            return new Cidr(network, prefixLength, text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " (expected: an address or CIDR block)", e);
        }
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

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}

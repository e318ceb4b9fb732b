package org.cellnest.gateway.framing;

import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.HttpTokens;

/** Classifies octets of HTTP/1.1 messages (RFC 9110, section 5.6; RFC 3986, section 2). Stateless. */
final class Octets {
    static final int CR = '\r';
    static final int LF = '\n';

    /** The class of octets in a token. */
    private static final int TOKEN = 1;
    /** The class of octets in a request's target. */
    private static final int TARGET = 2;
    /** The class of octets in the value of a field: visible, obsolete text, space or tab. */
    private static final int VALUE = 4;
    /** The class of octets in a name or an IPv4 address of a host. */
    private static final int HOST = 8;
    /** The class of octets in a quoted string, besides the pairs that a backslash begins. */
    private static final int QUOTED = 16;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int i = 0; i < CLASSES.length; i++) {
            char c = (char) i;
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            boolean value = (c >= ' ' && c != 0x7f) || c == '\t';
            CLASSES[i] = (byte) ((HttpTokens.isTokenChar(c) ? TOKEN : 0)
                    | (alphanumeric || "!$%&'()*+,-./:;=?@[]_~".indexOf(c) >= 0 ? TARGET : 0)
                    | (value ? VALUE : 0)
                    | (alphanumeric || c == '.' || c == '-' ? HOST : 0)
                    | (value && c != '"' && c != '\\' ? QUOTED : 0));
        }
    }

    private Octets() {}

    static boolean isToken(byte octet) {
        return (CLASSES[octet & 0xff] & TOKEN) != 0;
    }

    static boolean isTarget(byte octet) {
        return (CLASSES[octet & 0xff] & TARGET) != 0;
    }

    static boolean isValue(byte octet) {
        return (CLASSES[octet & 0xff] & VALUE) != 0;
    }

    static boolean isHost(byte octet) {
        return (CLASSES[octet & 0xff] & HOST) != 0;
    }

    static boolean isQuoted(byte octet) {
        return (CLASSES[octet & 0xff] & QUOTED) != 0;
    }

    static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Returns the value of a hexadecimal digit, or -1 if the octet is none. */
    static int hex(byte octet) {
        if (isDigit(octet)) {
            return octet - '0';
        }
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Returns the answer to a head or body with an octet where it must not stand. */
    static LocalReply refusal(byte octet, String where) {
        return LocalReply.of(400, shown(octet) + " stands " + where + ".");
    }

    /** Returns an octet for people: the octet itself if it is visible, and its number. */
    static String shown(byte octet) {
        String number = String.format("0x%02x", octet & 0xff);
        return octet > ' ' && octet < 0x7f ? "'" + (char) octet + "' (" + number + ")" : number;
    }
}

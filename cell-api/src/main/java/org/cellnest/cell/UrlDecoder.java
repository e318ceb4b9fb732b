package org.cellnest.cell;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes {@code application/x-www-form-urlencoded} strictly. The JDK's URLDecoder is unsuitable: it replaces bytes
 * that are not UTF-8, so that two different texts become one.
 */
final class UrlDecoder {
    private static final int SHOWN = 40;

    private UrlDecoder() {}

    static String decode(String raw, int begin, int end) {
        int i = begin;
        while (i < end && raw.charAt(i) != '%' && raw.charAt(i) != '+' && raw.charAt(i) < 0x80) {
            i++;
        }
        return i == end ? raw.substring(begin, end) : decodeBytes(raw, begin, end);
    }

    private static String decodeBytes(String raw, int begin, int end) {
        byte[] bytes = new byte[(end - begin) * 3];
        int length = 0;
        for (int i = begin; i < end; i++) {
            char c = raw.charAt(i);
            if (c == '+') {
                bytes[length++] = ' ';
            } else if (c == '%') {
                int high = i + 1 < end ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 < end ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0 || raw.charAt(i + 1) > 0x7f || raw.charAt(i + 2) > 0x7f) {
                    throw bad(raw, begin, end, "two hexadecimal digits after each %");
                }
                bytes[length++] = (byte) (high << 4 | low);
                i += 2;
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(raw.charAt(i + 1))) {
                byte[] pair = raw.substring(i, i + 2).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(pair, 0, bytes, length, pair.length);
                length += pair.length;
                i++;
            } else {
                byte[] one = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(one, 0, bytes, length, one.length);
                length += one.length;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad(raw, begin, end, "UTF-8");
        }
    }

    private static Problem bad(String raw, int begin, int end, String expected) {
        StringBuilder shown = new StringBuilder();
        for (int i = begin; i < Math.min(end, begin + SHOWN); i++) {
            char c = raw.charAt(i);
            shown.append(c < ' ' || c == 0x7f ? '?' : c);
        }
        return new Problem(
                400, "query or form: " + shown + (end - begin > SHOWN ? "..." : "") + " (expected: " + expected + ")");
    }
}

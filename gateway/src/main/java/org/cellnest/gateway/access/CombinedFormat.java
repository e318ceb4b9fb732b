package org.cellnest.gateway.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Formats entries in the combined log format of Apache and nginx. Appends {@code name=value} pairs of the nest: {@code
 * request_id}, {@code route}, {@code cell}, {@code duration_ms}, {@code outcome}. Quotation marks, backslashes and all
 * but visible ASCII are written {@code \xHH}, byte by byte in UTF-8, as nginx does.
 */
final class CombinedFormat implements AccessFormat {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final long MS_IN_S = 1_000;

    private final DateTimeFormatter time;
    /** The last formatted second, which most lines share with the line before. */
    private volatile Second last;

    private record Second(long epochSecond, String text) {}

    CombinedFormat(ZoneId zone) {
        time = DateTimeFormatter.ofPattern(" - - '['dd/MMM/yyyy:HH:mm:ss Z'] \"'", Locale.ENGLISH)
                .withZone(zone);
        last = new Second(0, time.format(Instant.EPOCH));
    }

    @Override
    public String line(AccessEntry entry) {
        StringBuilder out = new StringBuilder(320);
        put(entry.client(), out);
        out.append(second(Math.floorDiv(entry.epochMillis(), MS_IN_S)));
        requestLine(entry, out);
        out.append("\" ").append(entry.status()).append(' ').append(entry.bytes());
        out.append(" \"");
        put(entry.referer(), out);
        out.append("\" \"");
        put(entry.userAgent(), out);
        out.append("\" request_id=");
        put(entry.requestId(), out);
        out.append(" route=\"");
        put(entry.route(), out);
        out.append("\" cell=");
        put(entry.cell(), out);
        out.append(" duration_ms=");
        entry.millis(out);
        return out.append(" outcome=").append(entry.outcome()).toString();
    }

    private String second(long epochSecond) {
        Second known = last;
        if (known.epochSecond() != epochSecond) {
            known = new Second(epochSecond, time.format(Instant.ofEpochSecond(epochSecond)));
            last = known;
        }
        return known.text();
    }

    private static void requestLine(AccessEntry entry, StringBuilder out) {
        if (entry.refusedLine() != null) {
            put(entry.refusedLine(), out);
            return;
        }
        put(entry.method(), out);
        out.append(' ');
        put(entry.path(), out);
        if (!entry.query().isEmpty()) {
            out.append('?');
            put(entry.query(), out);
        }
        out.append(' ').append(entry.protocol());
    }

    private static void put(@Nullable String text, StringBuilder out) {
        if (text == null || text.isEmpty()) {
            out.append('-');
            return;
        }
        int end = Math.min(text.length(), MAX_TEXT);
        int plain = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, plain, i);
            plain = i + 1;
            escape(c, out);
        }
        out.append(text, plain, end);
        if (end < text.length()) {
            out.append("...");
        }
    }

    /**
     * Escapes a character. In fields each character is an octet; only templates and addresses have characters beyond.
     */
    private static void escape(char c, StringBuilder out) {
        if (c <= 0xff) {
            hex(c, out);
        } else {
            for (byte octet : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                hex(octet & 0xff, out);
            }
        }
    }

    private static void hex(int octet, StringBuilder out) {
        out.append("\\x").append(HEX[octet >> 4]).append(HEX[octet & 15]);
    }
}

package org.cellnest.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Formats numbers for people. */
final class Numbers {
    private Numbers() {}

    /** Returns a rate per second: {@code 0}, {@code 3.4}, {@code 871}, {@code 12.3k}. */
    static String rate(OptionalDouble perSecond) {
        if (perSecond.isEmpty()) {
            return "";
        }
        double rate = perSecond.getAsDouble();
        if (rate >= 9_999.5) {
            return String.format(Locale.ROOT, "%.1fk", rate / 1000);
        }
        return rate == 0 ? "0" : String.format(Locale.ROOT, rate < 9.95 ? "%.1f" : "%.0f", rate);
    }

    /**
     * Returns a duration: {@code 0.84 ms}, {@code 12.3 ms}, {@code 480 ms}, {@code 1.50 s}, {@code 2m 5s}, {@code 3h
     * 20m}.
     */
    static String millis(OptionalDouble ms) {
        if (ms.isEmpty()) {
            return "";
        }
        double value = ms.getAsDouble();
        if (value >= 119_995) {
            return minutes(Math.round(value / 1000));
        }
        if (value >= 999.5) {
            return String.format(Locale.ROOT, "%.2f s", value / 1000);
        }
        // Of a value that is rounded up to the next power of ten, the next format.
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f ms" : value < 99.95 ? "%.1f ms" : "%.0f ms", value);
    }

    private static String minutes(long seconds) {
        if (seconds < 7_200) {
            return parts(seconds / 60, "m", seconds % 60, "s");
        }
        return seconds < 172_800
                ? parts(seconds / 3_600, "h", seconds % 3_600 / 60, "m")
                : parts(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
    }

    private static String parts(long whole, String unit, long rest, String restUnit) {
        return whole + unit + (rest == 0 ? "" : " " + rest + restUnit);
    }

    /** Returns a size: {@code 0 B}, {@code 1.5 KiB}, {@code 64 MiB}. */
    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        boolean whole = unit == 0 || value >= 100 || value == Math.rint(value);
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    /** Returns a count with its noun: {@code 1 cell}, {@code 20,000 routes}. */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** Returns the age of a time: {@code 12s}, {@code 5m}, {@code 3h}, {@code 2d}; empty if the text is not a time. */
    static String age(String since, Instant now) {
        Instant then = instant(since);
        return then == null ? "" : age(Duration.between(then, now));
    }

    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    /** Parses an RFC 3339 time in UTC; returns null if the text is not one. */
    static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

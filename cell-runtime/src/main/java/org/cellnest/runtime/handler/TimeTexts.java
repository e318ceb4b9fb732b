package org.cellnest.runtime.handler;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Reads points in time and durations from ISO 8601, or from a number of seconds, which for points counts from 1970
 * (UTC). A fraction is exact to the nanosecond, and a finer one is refused. Stateless.
 */
final class TimeTexts {
    private static final int MAX_LENGTH = 64;
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

    private TimeTexts() {}

    static Instant instant(String text) {
        return isNumber(text) ? ofEpoch(text) : Instant.parse(text);
    }

    static OffsetDateTime offsetDateTime(String text) {
        return isNumber(text) ? ofEpoch(text).atOffset(ZoneOffset.UTC) : OffsetDateTime.parse(text);
    }

    static ZonedDateTime zonedDateTime(String text) {
        return isNumber(text) ? ofEpoch(text).atZone(ZoneOffset.UTC) : ZonedDateTime.parse(text);
    }

    static Duration duration(String text) {
        return isNumber(text) ? seconds(text) : Duration.parse(text);
    }

    /** Whether a text is a number of seconds; every ISO 8601 form has a T, a P or a colon. */
    private static boolean isNumber(String text) {
        return text.length() <= MAX_LENGTH && text.chars().noneMatch(c -> "TtPp:".indexOf(c) >= 0);
    }

    private static Instant ofEpoch(String text) {
        Duration sinceEpoch = seconds(text);
        return Instant.ofEpochSecond(sinceEpoch.getSeconds(), sinceEpoch.getNano());
    }

    /** Reads seconds. Checks the magnitude before the digits, since 1e999999999 has too many. */
    private static Duration seconds(String text) {
        BigDecimal seconds = new BigDecimal(text);
        if (seconds.scale() > NANO_DIGITS || seconds.abs().compareTo(MAX_SECONDS) > 0) {
            throw new IllegalArgumentException();
        }
        BigInteger[] parts = seconds.setScale(NANO_DIGITS).unscaledValue().divideAndRemainder(NANOS_PER_SECOND);
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
    }
}

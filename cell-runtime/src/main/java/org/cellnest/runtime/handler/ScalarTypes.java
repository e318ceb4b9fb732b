package org.cellnest.runtime.handler;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scalar type of a class. Its table has types of the JDK alone, and types of enums are made anew, so it holds
 * no class of a cell. Stateless.
 */
final class ScalarTypes {
    private static final int MAX_DIGITS = 1_000;
    private static final Map<Class<?>, ScalarType> TYPES_BY_CLASS = new HashMap<>();

    static {
        whole(byte.class, Byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE, Byte::valueOf);
        whole(short.class, Short.class, Short.MIN_VALUE, Short.MAX_VALUE, Short::valueOf);
        whole(int.class, Integer.class, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer::valueOf);
        whole(long.class, Long.class, Long.MIN_VALUE, Long.MAX_VALUE, Long::valueOf);
        put("number", "a number", ScalarTypes::finiteDouble, double.class, Double.class);
        put("number", "a number", ScalarTypes::finiteFloat, float.class, Float.class);
        put("number", "a number", ScalarTypes::decimal, BigDecimal.class);
        put("integer", "a whole number", t -> new BigInteger(bounded(t)), BigInteger.class);
        put("number", "a number", ScalarTypes::number, Number.class);
        put("boolean", "true or false", ScalarTypes::bool, boolean.class, Boolean.class);
        put("string", "one character", ScalarTypes::character, char.class, Character.class);
        TYPES_BY_CLASS.put(String.class, new ScalarType("string", "a text", true, t -> t));
        TYPES_BY_CLASS.put(CharSequence.class, new ScalarType("string", "a text", true, t -> t));
        put("uuid", "a UUID such as 123e4567-e89b-12d3-a456-426614174000", ScalarTypes::uuid, UUID.class);
        put("uri", "a URI", URI::create, URI.class);
        put("instant", "an instant such as 2026-01-31T12:00:00Z", TimeTexts::instant, Instant.class);
        put("date", "a date such as 2026-01-31", LocalDate::parse, LocalDate.class);
        put("time", "a time such as 12:30:00", LocalTime::parse, LocalTime.class);
        put("date-time", "a date and time such as 2026-01-31T12:30:00", LocalDateTime::parse, LocalDateTime.class);
        String offset = "a date and time with offset such as 2026-01-31T12:30:00+01:00";
        put("date-time", offset, TimeTexts::offsetDateTime, OffsetDateTime.class);
        put("date-time", offset, TimeTexts::zonedDateTime, ZonedDateTime.class);
        put("time", "a time with offset such as 12:30:00+01:00", OffsetTime::parse, OffsetTime.class);
        put("year", "a year such as 2026", t -> Year.of(Integer.parseInt(t)), Year.class);
        put("year-month", "a month such as 2026-01", YearMonth::parse, YearMonth.class);
        put("month-day", "a day such as --01-31", MonthDay::parse, MonthDay.class);
        put("duration", "a duration such as PT1H30M", TimeTexts::duration, Duration.class);
        put("period", "a period such as P1Y2M3D", Period::parse, Period.class);
        put("zone", "a time zone such as Europe/Berlin", ZoneId::of, ZoneId.class);
        put("zone", "an offset such as +01:00", ZoneOffset::of, ZoneOffset.class);
    }

    private ScalarTypes() {}

    /** Returns the scalar type of a class, or null if it is not scalar. */
    static @Nullable ScalarType of(Class<?> type) {
        return type.isEnum() ? EnumConstants.of(type).toScalarType() : TYPES_BY_CLASS.get(type);
    }

    private static void whole(Class<?> primitive, Class<?> boxed, long min, long max, Function<String, Object> reader) {
        put("integer", "a whole number from " + min + " to " + max, reader, primitive, boxed);
    }

    private static void put(String name, String expected, Function<String, Object> reader, Class<?>... types) {
        for (Class<?> type : types) {
            TYPES_BY_CLASS.put(type, new ScalarType(name, expected, false, reader));
        }
    }

    /** Reads a number with a bounded exponent, since computing with 1e999999999 would expand it to as many digits. */
    private static BigDecimal decimal(String text) {
        BigDecimal value = new BigDecimal(bounded(text));
        if (value.scale() > MAX_DIGITS || value.scale() < -MAX_DIGITS) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    /** Returns an Integer, Long or BigInteger for the text of a whole number, else a BigDecimal. */
    private static Number number(String text) {
        if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return decimal(text);
        }
        BigInteger value = new BigInteger(bounded(text));
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    /** Refuses a longer text before it is read, since reading digits costs more than linear time. */
    private static String bounded(String text) {
        if (text.length() > MAX_DIGITS) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static Double finiteDouble(String text) {
        double value = Double.parseDouble(written(text));
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static Float finiteFloat(String text) {
        float value = Float.parseFloat(written(text));
        if (Float.isInfinite(value)) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    /** Requires a plain decimal number. Java's own syntax also has NaN, Infinity, 0x1p3 and 1d. */
    private static String written(String text) {
        BigDecimal unused = new BigDecimal(bounded(text));
        return text;
    }

    /** Reads a boolean; a browser's checkbox sends {@code on}. */
    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Character character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException();
        }
        return text.charAt(0);
    }

    /** Reads a UUID of full length; the JDK would also accept 1-1-1-1-1. */
    private static UUID uuid(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException();
        }
        return UUID.fromString(text);
    }
}

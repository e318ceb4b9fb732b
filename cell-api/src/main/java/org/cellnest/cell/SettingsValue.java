package org.cellnest.cell;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Converts the values of settings. Error messages name the key, the value and the expected values. */
final class SettingsValue {
    static final String INTEGER = "a whole number";
    static final String DECIMAL = "a number";
    static final String FLAG = "true or false";
    static final String DURATION = "a time such as 500ms, 2s, 5m, 1h, 7d";
    static final String BYTES = "a size such as 512, 64KiB, 10MB, 1GiB";

    private static final Map<String, BigDecimal> NANOS_BY_UNIT = Map.ofEntries(
            Map.entry("ns", BigDecimal.ONE),
            Map.entry("us", BigDecimal.valueOf(1_000)),
            Map.entry("", BigDecimal.valueOf(1_000_000)),
            Map.entry("ms", BigDecimal.valueOf(1_000_000)),
            Map.entry("millis", BigDecimal.valueOf(1_000_000)),
            Map.entry("s", BigDecimal.valueOf(1_000_000_000)),
            Map.entry("second", BigDecimal.valueOf(1_000_000_000)),
            Map.entry("seconds", BigDecimal.valueOf(1_000_000_000)),
            Map.entry("m", BigDecimal.valueOf(60_000_000_000L)),
            Map.entry("minute", BigDecimal.valueOf(60_000_000_000L)),
            Map.entry("minutes", BigDecimal.valueOf(60_000_000_000L)),
            Map.entry("h", BigDecimal.valueOf(3_600_000_000_000L)),
            Map.entry("hour", BigDecimal.valueOf(3_600_000_000_000L)),
            Map.entry("hours", BigDecimal.valueOf(3_600_000_000_000L)),
            Map.entry("d", BigDecimal.valueOf(86_400_000_000_000L)),
            Map.entry("day", BigDecimal.valueOf(86_400_000_000_000L)),
            Map.entry("days", BigDecimal.valueOf(86_400_000_000_000L)));

    private SettingsValue() {}

    static String string(String name, Object value) {
        if (value instanceof Map || value instanceof List) {
            throw wrong(name, value, "a text");
        }
        return value.toString();
    }

    static int integer(String name, Object value) {
        try {
            return decimalOf(value).intValueExact();
        } catch (NumberFormatException e) {
            throw wrong(name, value, INTEGER);
        } catch (ArithmeticException e) {
            throw wrong(name, value, INTEGER + " from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE);
        }
    }

    static long number(String name, Object value) {
        try {
            return decimalOf(value).longValueExact();
        } catch (NumberFormatException e) {
            throw wrong(name, value, INTEGER);
        } catch (ArithmeticException e) {
            throw wrong(name, value, INTEGER + " of 64 bits");
        }
    }

    static double decimal(String name, Object value) {
        try {
            return decimalOf(value).doubleValue();
        } catch (NumberFormatException e) {
            throw wrong(name, value, DECIMAL);
        }
    }

    static boolean flag(String name, Object value) {
        return switch (value.toString().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw wrong(name, value, FLAG);
        };
    }

    static Duration duration(String name, Object value) {
        String text = value.toString().strip();
        try {
            if (text.startsWith("P")) {
                return Duration.parse(text);
            }
            BigDecimal factor = NANOS_BY_UNIT.get(unit(text));
            if (factor == null) {
                throw wrong(name, value, DURATION);
            }
            return Duration.ofNanos(amount(text).multiply(factor).toBigInteger().longValueExact());
        } catch (NumberFormatException | DateTimeParseException e) {
            throw wrong(name, value, DURATION);
        } catch (ArithmeticException e) {
            throw wrong(name, value, "a time below 292 years");
        }
    }

    static long bytes(String name, Object value) {
        String text = value.toString().strip();
        String unit = unit(text);
        long factor = unit.isEmpty() || unit.equalsIgnoreCase("b") || unit.equals("bytes") ? 1 : factor(unit);
        try {
            if (factor > 0 && amount(text).signum() >= 0) {
                return amount(text)
                        .multiply(BigDecimal.valueOf(factor))
                        .toBigInteger()
                        .longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(name, value, BYTES);
        }
        throw wrong(name, value, BYTES);
    }

    /** Returns a power of 1024 for K or KiB, a power of 1000 for kB, and 0 for an unknown unit. */
    private static long factor(String unit) {
        int power = "kmgt".indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
        long base = switch (unit.substring(1)) {
            case "", "i", "iB" -> 1024;
            case "B" -> 1000;
            default -> 0;
        };
        if (power == 0) {
            return 0;
        }
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= base;
        }
        return factor;
    }

    private static BigDecimal decimalOf(Object value) {
        return new BigDecimal(value.toString().strip());
    }

    private static BigDecimal amount(String text) {
        return new BigDecimal(
                text.substring(0, text.length() - unit(text).length()).strip());
    }

    private static String unit(String text) {
        int begin = text.length();
        while (begin > 0 && Character.isLetter(text.charAt(begin - 1))) {
            begin--;
        }
        return text.substring(begin);
    }

    static IllegalArgumentException wrong(String name, Object value, String expected) {
        String shown = value instanceof Map ? "a section" : value instanceof List ? "a list" : value.toString();
        return new IllegalArgumentException(name + ": " + shown + " (expected: " + expected + ")");
    }

    static IllegalArgumentException missing(String name, String expected) {
        return new IllegalArgumentException(name + ": missing (expected: " + expected + ")");
    }
}

package org.cellnest.runtime.handler;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a scalar type. Its table has types of the JDK alone, so it holds no class of a cell.
 *
 * @param format as in OpenAPI's registry of formats; empty: none
 * @param minimum the bound if it is narrower than the format's; empty: none
 * @param maximum the upper bound, like {@code minimum}
 */
record ScalarSchema(String type, String format, String minimum, String maximum) {
    private static final ScalarSchema TEXT = new ScalarSchema("string", "");
    private static final Map<Class<?>, ScalarSchema> SCHEMAS_BY_CLASS = Map.ofEntries(
            Map.entry(byte.class, whole(Byte.MIN_VALUE, Byte.MAX_VALUE)),
            Map.entry(Byte.class, whole(Byte.MIN_VALUE, Byte.MAX_VALUE)),
            Map.entry(short.class, whole(Short.MIN_VALUE, Short.MAX_VALUE)),
            Map.entry(Short.class, whole(Short.MIN_VALUE, Short.MAX_VALUE)),
            Map.entry(int.class, new ScalarSchema("integer", "int32")),
            Map.entry(Integer.class, new ScalarSchema("integer", "int32")),
            Map.entry(OptionalInt.class, new ScalarSchema("integer", "int32")),
            Map.entry(long.class, new ScalarSchema("integer", "int64")),
            Map.entry(Long.class, new ScalarSchema("integer", "int64")),
            Map.entry(OptionalLong.class, new ScalarSchema("integer", "int64")),
            Map.entry(BigInteger.class, new ScalarSchema("integer", "")),
            Map.entry(float.class, new ScalarSchema("number", "float")),
            Map.entry(Float.class, new ScalarSchema("number", "float")),
            Map.entry(double.class, new ScalarSchema("number", "double")),
            Map.entry(Double.class, new ScalarSchema("number", "double")),
            Map.entry(OptionalDouble.class, new ScalarSchema("number", "double")),
            Map.entry(BigDecimal.class, new ScalarSchema("number", "")),
            Map.entry(Number.class, new ScalarSchema("number", "")),
            Map.entry(boolean.class, new ScalarSchema("boolean", "")),
            Map.entry(Boolean.class, new ScalarSchema("boolean", "")),
            Map.entry(char.class, new ScalarSchema("string", "char")),
            Map.entry(Character.class, new ScalarSchema("string", "char")),
            Map.entry(UUID.class, new ScalarSchema("string", "uuid")),
            Map.entry(URI.class, new ScalarSchema("string", "uri")),
            Map.entry(Instant.class, new ScalarSchema("string", "date-time")),
            Map.entry(OffsetDateTime.class, new ScalarSchema("string", "date-time")),
            Map.entry(ZonedDateTime.class, new ScalarSchema("string", "date-time")),
            Map.entry(LocalDateTime.class, new ScalarSchema("string", "date-time-local")),
            Map.entry(LocalDate.class, new ScalarSchema("string", "date")),
            Map.entry(OffsetTime.class, new ScalarSchema("string", "time")),
            Map.entry(LocalTime.class, new ScalarSchema("string", "time-local")),
            Map.entry(Year.class, new ScalarSchema("integer", "")),
            Map.entry(Duration.class, new ScalarSchema("string", "duration")),
            Map.entry(Period.class, new ScalarSchema("string", "duration")));

    private ScalarSchema(String type, String format) {
        this(type, format, "", "");
    }

    private static ScalarSchema whole(int minimum, int maximum) {
        return new ScalarSchema("integer", "int32", String.valueOf(minimum), String.valueOf(maximum));
    }

    /** Returns the schema of a scalar class or enum, or null if the class is neither. */
    static @Nullable ScalarSchema of(Class<?> type) {
        ScalarSchema known = SCHEMAS_BY_CLASS.get(type);
        return known == null && ScalarTypes.of(type) != null ? TEXT : known;
    }
}

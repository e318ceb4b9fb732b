package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.cellnest.cell.Body;
import org.cellnest.cell.Param;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.Cells.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same text is the same value wherever it stands. */
class SameValueTest {
    enum Colour {
        RED,
        DARK_BLUE
    }

    enum Size {
        @JsonProperty("extra-large")
        XL,
        S
    }

    enum Level {
        LOW(1),
        HIGH(2);

        private final int number;

        Level(int number) {
            this.number = number;
        }

        @JsonValue
        int number() {
            return number;
        }
    }

    enum Mood {
        GOOD,
        BAD;

        @JsonCreator
        static Mood of(String text) {
            return text.startsWith("g") ? GOOD : BAD;
        }
    }

    record All(
            Optional<BigDecimal> amount,
            Optional<String> text,
            Optional<Instant> at,
            Optional<Duration> pause,
            Optional<Double> d,
            OptionalDouble od,
            Optional<Float> f,
            OptionalInt i,
            Optional<Number> n,
            Optional<Boolean> z,
            Optional<Colour> colour,
            Optional<Size> size,
            Optional<Level> level,
            Optional<Mood> mood,
            Optional<Year> year,
            Optional<OffsetDateTime> offset) {
        String shown() {
            return Arrays.stream(All.class.getRecordComponents())
                    .map(component -> {
                        try {
                            return component.getName() + "="
                                    + component.getAccessor().invoke(this);
                        } catch (ReflectiveOperationException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .filter(pair -> !pair.endsWith(".empty"))
                    .toList()
                    .toString();
        }
    }

    record Plain(
            BigDecimal amount,
            double d,
            float f,
            List<BigDecimal> amounts,
            List<Double> ds,
            double[] array,
            float[] floats,
            Map<Colour, Double> byColour,
            Map<LocalDate, Integer> byDay,
            Object any,
            Number n) {}

    record Formatted(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate day) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Card.class, name = "card"))
    interface Payment {}

    record Card(BigDecimal amount) implements Payment {}

    public static class Cell {
        @Route(
                value = "/single",
                methods = {"GET", "POST"})
        public String single(
                Optional<BigDecimal> amount,
                Optional<String> text,
                Optional<Instant> at,
                Optional<Duration> pause,
                Optional<Double> d,
                OptionalDouble od,
                Optional<Float> f,
                OptionalInt i,
                Optional<Number> n,
                Optional<Boolean> z,
                Optional<Colour> colour,
                Optional<Size> size,
                Optional<Level> level,
                Optional<Mood> mood,
                Optional<Year> year,
                Optional<OffsetDateTime> offset) {
            return new All(amount, text, at, pause, d, od, f, i, n, z, colour, size, level, mood, year, offset).shown();
        }

        @Route(value = "/record", methods = "POST")
        public String record(All all) {
            return all.shown();
        }

        @Route(value = "/field", methods = "POST")
        public String field(@Param("all") All all) {
            return all.shown();
        }

        @Route(value = "/list", methods = "POST")
        public String list(List<All> all) {
            return all.get(0).shown();
        }

        @Route(value = "/map", methods = "POST")
        public String map(@Body Map<String, All> all) {
            return all.values().iterator().next().shown();
        }

        @Route(value = "/plain", methods = "POST")
        public String plain(Plain plain) {
            return "" + plain;
        }

        @Route(value = "/plain-field", methods = "POST")
        public String plainField(@Param("plain") Plain plain) {
            return "" + plain;
        }

        @Route(value = "/any", methods = "POST")
        public Object any(@Body Map<String, Object> any) {
            return new TreeMap<>(any);
        }

        @Route(value = "/any-field", methods = "POST")
        public Object anyField(@Param("any") Map<String, Object> any) {
            return new TreeMap<>(any);
        }

        @Route(value = "/colours", methods = "POST")
        public String colours(@Body Map<Colour, List<Colour>> colours) {
            return "" + new LinkedHashMap<>(colours);
        }

        @Route(value = "/formatted", methods = "POST")
        public String formatted(Formatted formatted) {
            return "" + formatted;
        }

        @Route(value = "/payment", methods = "POST")
        public String payment(List<Payment> payments) {
            return "" + payments;
        }
    }

    private static HandlerTable table;

    @BeforeAll
    static void build() throws InvalidCellException {
        table = Cells.table(Cell.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount|12345678901234567.89|Optional[12345678901234567.89]",
                "amount|1.10|Optional[1.10]",
                "amount|1e2|Optional[1E+2]",
                "text|1.10|Optional[1.10]",
                "text|1e2|Optional[1e2]",
                "text|-0|Optional[-0]",
                "text|12345678901234567890|Optional[12345678901234567890]",
                "text|true|Optional[true]",
                "at|2026-01-31T12:00:00.123456789Z|Optional[2026-01-31T12:00:00.123456789Z]",
                "at|1700000000.123456789|Optional[2023-11-14T22:13:20.123456789Z]",
                "at|-0.5|Optional[1969-12-31T23:59:59.500Z]",
                "pause|PT1M30S|Optional[PT1M30S]",
                "pause|90.000000001|Optional[PT1M30.000000001S]",
                "offset|1700000000.5|Optional[2023-11-14T22:13:20.500Z]",
                "d|0.1|Optional[0.1]",
                "d|-0.0|Optional[-0.0]",
                "d|1e308|Optional[1.0E308]",
                "od|2e3|OptionalDouble[2000.0]",
                "f|0.1|Optional[0.1]",
                "i|7|OptionalInt[7]",
                "n|7|Optional[7]",
                "n|1.10|Optional[1.10]",
                "n|12345678901234567890|Optional[12345678901234567890]",
                "z|true|Optional[true]",
                "z|on|Optional[true]",
                "z|0|Optional[false]",
                "colour|dark-blue|Optional[DARK_BLUE]",
                "colour|red|Optional[RED]",
                "colour|DARK_BLUE|Optional[DARK_BLUE]",
                "size|extra-large|Optional[XL]",
                "size|Extra_Large|Optional[XL]",
                "level|2|Optional[HIGH]",
                "mood|great|Optional[GOOD]",
                "year|2026|Optional[2026]",
                "year|33|Optional[33]",
            })
    void readsOneValueInAllPlaces(String name, String text, String value) {
        String expected = "[" + name + "=" + value + "]";
        String query = name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        assertEquals(expected, call(table, "GET", "/single?" + query).text(), "query");
        String form = "application/x-www-form-urlencoded";
        assertEquals(
                expected,
                call(table, "POST", "/single", "content-type", form, "body", query)
                        .text(),
                "form");
        for (String json : List.of('"' + text + '"', text)) {
            if (isJson(json)) {
                String object = "{\"" + name + "\":" + json + "}";
                assertEquals(expected, post("/single", object).text(), object);
                assertEquals(expected, post("/record", object).text(), object);
                assertEquals(
                        expected, post("/field", "{\"all\":" + object + "}").text(), object);
                assertEquals(expected, post("/list", "[" + object + "]").text(), object);
                assertEquals(expected, post("/map", "{\"x\":" + object + "}").text(), object);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d|NaN",
                "d|Infinity",
                "d|-Infinity",
                "d|1e400",
                "d|-1e400",
                "d|0x1p3",
                "d|1d",
                "od|NaN",
                "od|1e400",
                "f|1e39",
                "f|NaN",
                "n|NaN",
                "n|1e999999999",
                "amount|1e999999999",
                "amount|NaN",
                "amount|1e-999999999",
                "at|1e999999999",
                "at|1e30",
                "at|1e-999999999",
                "at|1700000000.1234567891",
                "pause|1e999999999",
                "i|1.0",
                "i|2147483648",
                "i|NaN",
                "colour|green",
                "colour|0",
                "size|XL",
                "level|3",
                "z|2",
            })
    void refusesOneTextInAllPlaces(String name, String text) {
        String query = name + "=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        assertRefused(name, call(table, "GET", "/single?" + query));
        for (String json : List.of('"' + text + '"', text)) {
            if (isJson(json)) {
                String object = "{\"" + name + "\":" + json + "}";
                assertRefused(name, post("/single", object));
                assertRefused(name, post("/record", object));
                assertRefused("." + name, post("/map", "{\"x\":" + object + "}"));
                assertRefused(name, post("/field", "{\"all\":" + object + "}"));
                assertRefused("[0]." + name, post("/list", "[" + object + "]"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"d\":1e400|d: \"1e400\" (expected: a number)",
                "\"d\":\"NaN\"|d: \"NaN\" (expected: a number)",
                "\"f\":1e39|f: \"1e39\"",
                "\"ds\":[1,1e400]|ds[1]: \"1e400\"",
                "\"array\":[0.5,\"Infinity\"]|array[1]: \"Infinity\"",
                "\"array\":[null]|array[0]: null",
                "\"array\":7|array: 7 (expected: an array)",
                "\"floats\":[1e39]|floats[0]: \"1e39\"",
                "\"byColour\":{\"red\":1e400}|byColour.red: \"1e400\"",
                "\"byColour\":{\"green\":1}|byColour: member \"green\" (expected: one of RED, DARK_BLUE)",
                "\"byDay\":{\"tomorrow\":1}|byDay: member \"tomorrow\" (expected: a date such as 2026-01-31)",
                "\"any\":{\"x\":[1e999999999]}|any: \"1e999999999\" (expected: a number)",
                "\"n\":\"NaN\"|n: \"NaN\" (expected: a number)",
                "\"d\":NaN|not JSON at line 1, column",
            })
    void refusesNumbersThatAreNoneOrTooLargeWhereverTheyAre(String member, String detail) {
        String rest = member.startsWith("\"d\"")
                ? ",\"f\":0}"
                : member.startsWith("\"f\"") ? ",\"d\":0}" : ",\"d\":0,\"f\":0}";
        Answer whole = post("/plain", "{" + member + rest);
        assertEquals(400, whole.status(), whole.text());
        assertTrue(whole.detail().contains(detail), whole.detail());
        assertEquals(
                400, post("/plain-field", "{\"plain\":{" + member + rest + "}").status());
    }

    @Test
    void keepsTheDigitsOfWhatHasNoType() {
        String any = "{\"a\":1.10,\"b\":12345678901234567.89,\"c\":[0.1,1,12345678901234567890],\"d\":\"1.10\"}";
        assertEquals(any, post("/any", any).text());
        assertEquals(any, post("/any-field", "{\"any\":" + any + "}").text());
    }

    @Test
    void keepsTheDigitsOfWhatIsReadAfterItsKind() {
        assertEquals(
                "[Card[amount=12345678901234567.890]]",
                post("/payment", "[{\"amount\":12345678901234567.890,\"kind\":\"card\"}]")
                        .text());
    }

    @Test
    void readsListsArraysAndKeys() {
        String json =
                "{\"amount\":1.10,\"d\":1,\"f\":2,\"amounts\":[1.10,\"2.20\"],\"ds\":[\"1\"],\"array\":[1,\"2.5\"],"
                        + "\"byColour\":{\"dark-blue\":1},\"byDay\":{\"2026-01-31\":1},\"any\":1.10,\"n\":1.10}";
        String text = post("/plain", json).text();
        assertTrue(text.contains("amounts=[1.10, 2.20], ds=[1.0], array=[D@"), text);
        assertTrue(text.endsWith("byColour={DARK_BLUE=1.0}, byDay={2026-01-31=1}, any=1.10, n=1.10]"), text);
        assertEquals(
                "{RED=[DARK_BLUE, RED]}",
                post("/colours", "{\"red\":[\"dark-blue\",\"RED\"]}").text());
    }

    @Test
    void describesTheNamesThatAreTaken() {
        assertEquals(
                "extra-large,S",
                Cells.find(table, "GET", "/single").parameters().stream()
                        .filter(parameter -> "size".equals(parameter.get("name")))
                        .findFirst()
                        .orElseThrow()
                        .get("enum"));
    }

    @Test
    void readsDatesInTheFormatThatAnAnnotationSays() {
        assertEquals(
                "Formatted[day=2026-01-31]",
                post("/formatted", "{\"day\":\"31.01.2026\"}").text());
    }

    private static void assertRefused(String path, Answer answer) {
        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.detail().contains(path), answer.detail());
        assertTrue(answer.detail().contains("(expected: "), answer.detail());
    }

    private static boolean isJson(String value) {
        return value.startsWith("\"") || value.matches("true|false|-?(0|[1-9]\\d*)(\\.\\d+)?([eE]-?\\d+)?");
    }

    private static Answer post(String path, String json) {
        return call(table, "POST", path, "content-type", "application/json", "body", json);
    }
}

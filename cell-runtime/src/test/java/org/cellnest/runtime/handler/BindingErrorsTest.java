package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.cellnest.cell.Body;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Header;
import org.cellnest.cell.Param;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.Cells.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingErrorsTest {
    enum Colour {
        RED,
        BLUE
    }

    record Item(String name, int count) {
        Item {
            if (count < 0) {
                throw new IllegalArgumentException("count: " + count + " (expected: at least 0)");
            }
            if (count > 1000) {
                throw new Problem(422, "nobody needs so many");
            }
        }
    }

    record Strict(
            String name,
            String note,
            @JsonProperty(required = true) LocalDate day) {
        Strict {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(note, "a note belongs to it");
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes(@JsonSubTypes.Type(value = Square.class, name = "square"))
    interface Shape {}

    record Square(int size) implements Shape {}

    record Order(Item item, LocalDate due, List<Item> more) {}

    public static class Cell {
        @Route("/i")
        public String i(int v) {
            return "" + v;
        }

        @Route("/l")
        public String l(Long v) {
            return "" + v;
        }

        @Route("/d")
        public String d(double v) {
            return "" + v;
        }

        @Route("/bd")
        public String bd(BigDecimal v) {
            return "" + v;
        }

        @Route("/z")
        public String z(boolean v) {
            return "" + v;
        }

        @Route("/c")
        public String c(char v) {
            return "" + v;
        }

        @Route("/s")
        public String s(String v) {
            return "[" + v + "]";
        }

        @Route("/e")
        public String e(Colour v) {
            return "" + v;
        }

        @Route("/u")
        public String u(UUID v) {
            return "" + v;
        }

        @Route("/t")
        public String t(Instant v) {
            return "" + v;
        }

        @Route("/w")
        public String w(Duration v) {
            return "" + v;
        }

        @Route("/list")
        public String list(List<Integer> v) {
            return "" + v;
        }

        @Route("/path/{v}")
        public String path(short v) {
            return "" + v;
        }

        @Route("/header")
        public String header(@Header("x-n") int n) {
            return "" + n;
        }

        @Route("/cookie")
        public String cookie(@Cookie int n) {
            return "" + n;
        }

        @Route(value = "/field", methods = "POST")
        public String field(int age) {
            return "" + age;
        }

        @Route(value = "/items", methods = "POST")
        public String items(@Param("items") List<Item> items) {
            return "" + items;
        }

        @Route(value = "/order", methods = "POST")
        public String order(Order order) {
            return "" + order;
        }

        @Route(value = "/strict", methods = "POST")
        public String strict(Strict strict) {
            return "" + strict;
        }

        @Route(value = "/shapes", methods = "POST")
        public String shapes(List<Shape> shapes) {
            return "" + shapes;
        }

        @Route(value = "/raw", methods = "POST")
        public String raw(@Body String text) {
            return text;
        }

        @Route("/lazy")
        public String lazy(Request request) {
            return request.param("a").orElse("-");
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
            quoteCharacter = '`',
            value = {
                "/i?v=abc|v (query): \"abc\" (expected: a whole number from -2147483648 to 2147483647)",
                "/i?v=2147483648|v (query): \"2147483648\" (expected: a whole number from -2147483648 to 2147483647)",
                "/i?v=1.0|v (query): \"1.0\" (expected: a whole number from -2147483648 to 2147483647)",
                "/i?v=%0d%0aX|v (query): \"\\u000d\\u000aX\" (expected: a whole number from -2147483648 to 2147483647)",
                "/i|v (query, form or json): missing (expected: a whole number from -2147483648 to 2147483647)",
                "/i?v=|v (query, form or json): missing (expected: a whole number from -2147483648 to 2147483647)",
                "/d?v=NaN|v (query): \"NaN\" (expected: a number)",
                "/d?v=1e999|v (query): \"1e999\" (expected: a number)",
                "/bd?v=1,5|v (query): \"1,5\" (expected: a number)",
                "/z?v=maybe|v (query): \"maybe\" (expected: true or false)",
                "/c?v=ab|v (query): \"ab\" (expected: one character)",
                "/s|v (query, form or json): missing (expected: a text)",
                "/e?v=GREEN|v (query): \"GREEN\" (expected: one of RED, BLUE)",
                "/u?v=1-1-1-1-1|v (query): \"1-1-1-1-1\" (expected: a UUID such as 123e4567-e89b-12d3-a456-426614174000)",
                "/t?v=yesterday|v (query): \"yesterday\" (expected: an instant such as 2026-01-31T12:00:00Z)",
                "/w?v=5s|v (query): \"5s\" (expected: a duration such as PT1H30M)",
                "/list|v (query, form or json): missing (expected: a whole number from -2147483648 to 2147483647)",
                "/list?v=1&v=x|v (query): \"x\" (expected: a whole number from -2147483648 to 2147483647)",
                "/path/99999|v (path): \"99999\" (expected: a whole number from -32768 to 32767)",
                "/header|x-n (header): missing (expected: a whole number from -2147483648 to 2147483647)",
                "/cookie|n (cookie): missing (expected: a whole number from -2147483648 to 2147483647)",
                "/s?v=%|query or form: v=% (expected: two hexadecimal digits after each %)",
                "/s?v=%ff|query or form: %ff (expected: UTF-8)",
                "/lazy?a=%zz|query or form: %zz (expected: two hexadecimal digits after each %)",
            })
    void namesWhatCameAndWhatWasExpected(String target, String detail) {
        Answer answer = call(table, "GET", target);
        assertEquals(400, answer.status());
        assertEquals("application/problem+json", answer.header("content-type"));
        assertEquals(detail.replace("query or form: v=%", "query or form: %"), answer.detail());
    }

    @Test
    void saysItToProgramsToo() {
        JsonNode problem = call(table, "GET", "/i?v=abc").json();
        assertEquals("about:blank", problem.path("type").asText());
        assertEquals("Bad Request", problem.path("title").asText());
        assertEquals(400, problem.path("status").asInt());
        assertEquals("v", problem.path("parameter").asText());
        assertEquals("query", problem.path("in").asText());
        assertEquals("abc", problem.path("came").asText());
        assertEquals(
                "a whole number from -2147483648 to 2147483647",
                problem.path("expected").asText());
    }

    @Test
    void showsTheBeginningOnlyOfWhatCame() {
        Answer answer = call(table, "GET", "/i?v=" + "9".repeat(5000));
        assertTrue(answer.text().length() < 600, answer.text());
        assertTrue(answer.detail().contains("9999..."), answer.detail());
    }

    @Test
    void readsNoEndlessNumbers() {
        assertEquals(400, call(table, "GET", "/bd?v=" + "9".repeat(100_000)).status());
    }

    @Test
    void emptyTextIsAText() {
        assertEquals("[]", call(table, "GET", "/s?v=").text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"age\":\"x\"}|age (json): \"x\" (expected: a whole number from -2147483648 to 2147483647)",
                "{\"age\":1.5}|age (json): \"1.5\" (expected: a whole number from -2147483648 to 2147483647)",
                "{\"age\":{}}|age (json): an object (expected: a whole number from -2147483648 to 2147483647)",
                "{\"age\":[1]}|age (json): an array (expected: a whole number from -2147483648 to 2147483647)",
                "{\"age\":null}|age (query, form or json): missing (expected: a whole number from -2147483648 to 2147483647)",
                "[1]|body: line 1, column 1: an array (expected: an object)",
                "\"x\"|body: line 1, column 1: \"x\" (expected: an object)",
                "{\"age\":1|body: not JSON at line 1, column 9: Unexpected end-of-input: expected close marker for Object",
                "{\"age\":1}x|body: not JSON at line 1, column 10: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "{\"age\":1} 2|body: line 1, column 11: more after the value (expected: one value)",
                "null|age (query, form or json): missing (expected: a whole number from -2147483648 to 2147483647)",
                "` `|body: not JSON: no value",
                "{\"age\":1,\"age\":2}|body: line 1, column 15: member \"age\" twice (expected: once)",
            })
    void namesFieldsOfJson(String body, String detail) {
        Answer answer = call(table, "POST", "/field", "content-type", "application/json", "body", body);
        assertEquals(400, answer.status());
        assertEquals(detail, answer.detail());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"item\":{\"name\":\"a\",\"count\":\"x\"}}|body: line 1, column 29: item.count: \"x\" (expected: a whole number from -2147483648 to 2147483647)",
                "{\"item\":{\"name\":\"a\",\"count\":1.5}}|item.count: \"1.5\" (expected: a whole number from -2147483648 to 2147483647)",
                "{\"item\":{\"name\":\"a\"}}|item.count: missing (expected: a whole number from -2147483648 to 2147483647)",
                "{\"item\":{\"name\":\"a\",\"count\":\"\"}}|item.count: missing (expected: a whole number from -2147483648 to 2147483647)",
                "{\"more\":[{\"count\":1},{}]}|more[1].count: missing (expected: a whole number from -2147483648 to 2147483647)",
                "{\"item\":{\"name\":\"a\",\"count\":null}}|item.count: null (expected: a whole number from -2147483648 to 2147483647)",
                "{\"item\":[]}|body: line 1, column 9: item: an array (expected: an object)",
                "{\"item\":\"egg\"}|item: \"egg\" (expected: an object)",
                "{\"item\":7}|item: 7 (expected: an object)",
                "{\"item\":{\"name\":[]}}|item.name: an array (expected: a text)",
                "{\"item\":{\"count\":1,\"count\":1}}|item: member \"count\" twice (expected: once)",
                "{\"more\":{}}|more: an object (expected: an array)",
                "{\"more\":[{\"count\":1},{\"count\":[]}]}|more[1].count: an array (expected: a whole number from -2147483648 to 2147483647)",
                "{\"due\":\"tomorrow\"}|due: \"tomorrow\" (expected: a date such as 2026-01-31)",
                "{\"item\":{\"name\":\"a\",\"count\":-1}}|item: count: -1 (expected: at least 0)",
                "{|body: not JSON at line 1, column 2: Unexpected end-of-input: expected close marker for Object",
                "{\"item\":{\"name\":\"a|body: not JSON at line 1, column 19: Unexpected end-of-input",
                "{\"item\": nul}|body: not JSON at line 1, column 10: Unrecognized token 'nul'",
                "{}{}|more after the value (expected: one value)",
                "null|body: missing (expected: JSON)",
                "[]|body: line 1, column 1: an array (expected: an object)",
            })
    void saysWhereJsonDoesNotFit(String body, String expected) {
        Answer answer = call(table, "POST", "/order", "content-type", "application/json", "body", body);
        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.detail().contains(expected), answer.detail());
        assertFalse(answer.text().contains("cellnest"), answer.text());
        assertFalse(answer.text().contains("Source"), answer.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/strict|{\"note\":\"n\",\"day\":\"2026-01-31\"}|name: missing (expected: a value)",
                "/strict|{\"name\":\"n\",\"day\":\"2026-01-31\"}|: a note belongs to it",
                "/strict|{\"name\":\"n\",\"note\":\"n\"}|day: missing (expected: a date such as 2026-01-31)",
                "/shapes|[{\"size\":1}]|[0]: no kind (expected: a kind that is known)",
                "/shapes|[{\"kind\":\"round\"}]|[0]: kind \"round\" (expected: a kind that is known)",
                "/shapes|[{\"kind\":\"square\"}]|[0].size: missing",
                "/shapes|[{\"size\":\"x\",\"kind\":\"square\"}]|[0].size: \"x\"",
            })
    void saysWhatARecordLacks(String path, String body, String expected) {
        Answer answer = call(table, "POST", path, "content-type", "application/json", "body", body);
        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.detail().contains(expected), answer.detail());
        assertFalse(answer.text().contains("cellnest"), answer.text());
    }

    @Test
    void saysToProgramsWhereJsonDoesNotFit() {
        String[] json = {"content-type", "application/json", "body", "{\"item\":\n {\"name\":\"a\",\"count\":true}}"};
        JsonNode problem = call(table, "POST", "/order", json).json();
        assertEquals("item.count", problem.path("path").asText());
        assertEquals("body", problem.path("in").asText());
        assertEquals(2, problem.path("line").asInt());
        assertEquals(22, problem.path("column").asInt());
        assertEquals("true", problem.path("came").asText());
        assertEquals(
                "a whole number from -2147483648 to 2147483647",
                problem.path("expected").asText());
        json[3] = "{\"item\":\n {\"name\":\"a\",";
        problem = call(table, "POST", "/order", json).json();
        assertEquals("item", problem.path("path").asText());
        assertEquals(2, problem.path("line").asInt());
        assertEquals(
                "body: not JSON at line 2, column 14: Unexpected end-of-input within/between Object entries",
                problem.path("detail").asText());
    }

    @Test
    void namesFieldsThatAreRecords() {
        String[] json = {"content-type", "application/json", "body", "{\"items\":[{\"count\":true}]}"};
        assertTrue(call(table, "POST", "/items", json).detail().startsWith("items: "));
        json[3] = "{}";
        assertEquals(
                "items (json): missing (expected: array)",
                call(table, "POST", "/items", json).detail());
    }

    @Test
    void givesTheProblemThatARecordThrows() {
        String body = "{\"item\":{\"name\":\"a\",\"count\":2000}}";
        Answer answer = call(table, "POST", "/order", "content-type", "application/json", "body", body);
        assertEquals(422, answer.status());
        assertEquals("nobody needs so many", answer.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""})
    void takesJsonOnlyWhereItIsSaid(String type) {
        Answer answer = call(table, "POST", "/order", "content-type", type, "body", "{}");
        assertEquals(415, answer.status());
        assertEquals("application/json", answer.header("accept"));
    }

    @Test
    void missesABodyThatIsEmpty() {
        assertEquals(
                "body: missing (expected: JSON)", call(table, "POST", "/order").detail());
        assertEquals(415, call(table, "POST", "/order", "body", "{}").status());
    }

    @Test
    void refusesJsonThatIsTooDeep() {
        String deep = "{\"x\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        Answer answer = call(table, "POST", "/order", "content-type", "application/json", "body", deep);
        assertEquals(400, answer.status());
        assertTrue(answer.detail().endsWith("deeper than is read (expected: nesting of at most 100)"), answer.detail());
        String digits = "{\"x\":" + "1".repeat(5000) + "}";
        assertEquals(
                400,
                call(table, "POST", "/field", "content-type", "application/json", "body", digits)
                        .status());
    }

    @Test
    void refusesCharsetsAndFormsThatCannotBeRead() {
        assertEquals(
                415,
                call(table, "POST", "/raw", "content-type", "text/plain;charset=x-none", "body", "a")
                        .status());
        String form = "application/x-www-form-urlencoded";
        assertEquals(
                400,
                call(table, "POST", "/field", "content-type", form, "body", "age=%")
                        .status());
    }
}

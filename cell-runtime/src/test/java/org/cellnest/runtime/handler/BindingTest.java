package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.cellnest.cell.Body;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Content;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Default;
import org.cellnest.cell.Header;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Param;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingTest {
    enum Colour {
        RED,
        DARK_BLUE
    }

    record Item(String name, int count) {}

    record Order(String id, List<Item> items, Optional<String> note, LocalDate due) {}

    public static class Pojo {
        private String name = "";
        public int size;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    public static class Cell {
        @Route(
                value = "/hello/{name}",
                methods = {"GET", "POST"})
        public String hello(String name, @Default("13") int age) {
            return "hello! My name is " + name + ", I'm " + age + " years old";
        }

        @Route("/scalars")
        public String scalars(
                Optional<Byte> b,
                Optional<Short> s,
                OptionalInt i,
                OptionalLong l,
                Optional<Float> f,
                OptionalDouble d,
                Optional<Boolean> z,
                Optional<Character> c,
                Optional<BigDecimal> bd,
                Optional<BigInteger> bi) {
            return b + " " + s + " " + i + " " + l + " " + f + " " + d + " " + z + " " + c + " " + bd + " " + bi;
        }

        @Route("/values")
        public String values(
                Optional<UUID> uuid,
                Optional<Instant> at,
                Optional<LocalDate> day,
                Optional<Duration> wait,
                Optional<Colour> colour) {
            return uuid + " " + at + " " + day + " " + wait + " " + colour;
        }

        @Route(
                value = "/many",
                methods = {"GET", "POST"})
        public String many(
                @Default("") List<Integer> list,
                @Default("RED") Set<Colour> set,
                @Default("a,b") String[] array,
                @Default("") int[] ints,
                Optional<Collection<Long>> maybe) {
            return list + " " + set + " " + Arrays.toString(array) + " " + Arrays.toString(ints) + " " + maybe;
        }

        @Route("/named/{order-id}")
        public String named(
                @Param("order-id") long id, @Param(in = Param.In.QUERY) String q, @Param("size") @Default("5") int n) {
            return id + " " + q + " " + n;
        }

        @Route(value = "/form", methods = "POST")
        public String form(@Param(in = Param.In.FORM) String name, @Param(in = Param.In.FORM) boolean ok) {
            return name + " " + ok;
        }

        @Route(value = "/field", methods = "POST")
        public String field(
                Optional<String> title, @Param("items") List<Item> items, @Param("extra") Optional<Item> x) {
            return title + " " + items + " " + x;
        }

        @Route(value = "/order/{id}", methods = "PUT")
        public String order(long id, Order order, @Default("no") String dry) {
            return id + " " + order + " " + dry;
        }

        @Route(value = "/pojo", methods = "POST")
        public String pojo(Pojo pojo) {
            return pojo.name + " " + pojo.size;
        }

        @Route(value = "/list", methods = "POST")
        public String list(List<Item> items) {
            return items.toString();
        }

        @Route(value = "/map", methods = "POST")
        public String map(@Body Map<String, Object> map) {
            return map.toString();
        }

        @Route(value = "/maybe", methods = "POST")
        public String maybe(Optional<Item> item) {
            return item.toString();
        }

        @Route(value = "/text", methods = "POST")
        public String text(@Body String text) {
            return "[" + text + "]";
        }

        @Route(value = "/bytes", methods = "POST")
        public String bytes(@Body byte[] bytes) {
            return Arrays.toString(bytes);
        }

        @Route(value = "/stream", methods = "POST")
        public String stream(@Body InputStream stream) throws IOException {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Route(value = "/content", methods = "POST")
        public String content(Content content) {
            return content.type().orElse("-") + " " + content.length() + " " + content.text();
        }

        @Route("/headers")
        public String headers(
                @Header("X-Tenant") String tenant,
                @Header Optional<String> acceptLanguage,
                @Header("x-n") @Default("3") int n,
                @Header("x-many") @Default("") List<String> many) {
            return tenant + " " + acceptLanguage + " " + n + " " + many;
        }

        @Route("/cookies")
        public String cookies(@Cookie Optional<UUID> basket, @Cookie("n") @Default("1") int number) {
            return basket + " " + number;
        }

        @Route("/injected/{x}")
        public String injected(Request request, Headers headers, CellContext context) {
            return request.method() + " " + request.path() + " " + request.query() + " " + request.pathVariables() + " "
                    + request.param("a") + " " + headers.first("X-A") + " " + request.cookie("c") + " "
                    + request.clientAddress() + " " + request.scheme() + " " + request.id() + " "
                    + request.remaining() + " " + context.deployment() + " " + headers.names();
        }

        @Route("/static")
        public static String fixed() {
            return "static";
        }
    }

    private static HandlerTable table;

    @BeforeAll
    static void build() throws InvalidCellException {
        table = Cells.table(Cell.class);
    }

    @Test
    void takesScalarsFromPathQueryFormAndJson() {
        String billy = "hello! My name is billy, I'm 12 years old";
        String json = "application/json";
        String form = "application/x-www-form-urlencoded";
        assertEquals(billy, call(table, "GET", "/hello/billy?age=12").text());
        assertEquals(
                billy.replace("12", "13"), call(table, "GET", "/hello/billy").text());
        assertEquals(
                billy,
                call(table, "POST", "/hello/billy", "content-type", form, "body", "age=12")
                        .text());
        assertEquals(
                billy,
                call(table, "POST", "/hello/billy", "content-type", json, "body", "{\"age\":12}")
                        .text());
        assertEquals(
                billy,
                call(table, "POST", "/hello/billy", "content-type", json, "body", "{\"age\":\"12\"}")
                        .text());
    }

    @Test
    void looksInTheQueryBeforeTheBody() {
        assertEquals(
                "hello! My name is b, I'm 1 years old",
                call(
                                table,
                                "POST",
                                "/hello/b?age=1&name=z",
                                "content-type",
                                "application/vnd.x+json; charset=utf-8",
                                "body",
                                "{\"age\":2,\"name\":\"y\"}")
                        .text());
    }

    @ParameterizedTest
    @CsvSource({
        "b=-128&s=1,Optional[-128] Optional[1] OptionalInt.empty OptionalLong.empty",
        "i=7&l=-9,Optional.empty Optional.empty OptionalInt[7] OptionalLong[-9]",
    })
    void bindsWholeNumbers(String query, String begin) {
        String text = call(table, "GET", "/scalars?" + query).text();
        assertEquals(begin, text.substring(0, begin.length()));
    }

    @ParameterizedTest
    @CsvSource({
        "f=1.5&d=2e3&z=true&c=x&bd=1.20&bi=12345678901234567890,"
                + "Optional[1.5] OptionalDouble[2000.0] Optional[true] Optional[x] Optional[1.20]"
                + " Optional[12345678901234567890]",
        "z=on&c=%2B,Optional.empty OptionalDouble.empty Optional[true] Optional[+] Optional.empty Optional.empty",
        "i=&l=&z=&f=,Optional.empty OptionalDouble.empty Optional.empty Optional.empty Optional.empty Optional.empty",
    })
    void bindsNumbersBooleansAndCharacters(String query, String end) {
        String text = call(table, "GET", "/scalars?" + query).text();
        assertEquals(end, text.substring(text.length() - end.length()));
    }

    @ParameterizedTest
    @CsvSource({
        "uuid=123e4567-e89b-12d3-a456-426614174000,Optional[123e4567-e89b-12d3-a456-426614174000]",
        "at=2026-01-31T12:00:00Z,Optional[2026-01-31T12:00:00Z]",
        "day=2026-01-31,Optional[2026-01-31]",
        "wait=PT1M30S,Optional[PT1M30S]",
        "colour=DARK_BLUE,Optional[DARK_BLUE]",
        "colour=dark-blue,Optional[DARK_BLUE]",
        "colour=red,Optional[RED]",
    })
    void bindsIdsTimesAndEnums(String query, String found) {
        String text = call(table, "GET", "/values?" + query).text();
        assertEquals(found, text.replace("Optional.empty", "").strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|[] [RED] [a, b] [] Optional.empty",
                "list=1&list=2&set=DARK_BLUE&set=RED&array=x&ints=3&ints=4&maybe=5"
                        + "|[1, 2] [DARK_BLUE, RED] [x] [3, 4] Optional[[5]]",
            })
    void bindsRepeatedValues(String query, String expected) {
        assertEquals(
                expected,
                call(table, "GET", "/many?" + (query == null ? "" : query)).text());
    }

    @Test
    void bindsArraysOfJson() {
        assertEquals(
                "[1, 2] [RED] [p] [9] Optional[[5]]",
                call(
                                table,
                                "POST",
                                "/many",
                                "content-type",
                                "application/json",
                                "body",
                                "{\"list\":[1,\"2\"],\"array\":\"p\",\"ints\":[9],\"maybe\":[5]}")
                        .text());
    }

    @Test
    void findsParametersByTheirGivenNames() {
        assertEquals("7 x y 5", call(table, "GET", "/named/7?q=x+y&n=9").text());
        assertEquals("7 x 9", call(table, "GET", "/named/7?q=x&size=9").text());
    }

    @Test
    void bindsFormFields() {
        assertEquals(
                "\u00e9 & true",
                call(
                                table,
                                "POST",
                                "/form?name=q",
                                "content-type",
                                "application/x-www-form-urlencoded",
                                "body",
                                "name=%C3%A9+%26&ok=on")
                        .text());
    }

    @Test
    void bindsFieldsOfJsonThatAreRecords() {
        assertEquals(
                "Optional[t] [Item[name=a, count=1]] Optional.empty",
                call(
                                table,
                                "POST",
                                "/field",
                                "content-type",
                                "application/json",
                                "body",
                                "{\"title\":\"t\",\"items\":[{\"name\":\"a\",\"count\":1}],\"extra\":null}")
                        .text());
    }

    @Test
    void keepsTheDigitsOfFieldsOfJson() {
        String[] json = {"content-type", "application/json", "body", "{\"title\":1.10,\"items\":[]}"};
        assertEquals(
                "Optional[1.10] [] Optional.empty",
                call(table, "POST", "/field", json).text());
    }

    @Test
    void bindsRecordsPojosListsAndMapsFromTheWholeBody() {
        String[] json = {"content-type", "application/json", "body", ""};
        json[3] = "{\"id\":\"o\",\"items\":[{\"name\":\"a\",\"count\":1}],\"due\":\"2026-01-31\",\"unknown\":{}}";
        assertEquals(
                "3 Order[id=o, items=[Item[name=a, count=1]], note=Optional.empty, due=2026-01-31] yes",
                call(table, "PUT", "/order/3?dry=yes", json).text());
        json[3] = "{\"name\":\"n\",\"size\":2}";
        assertEquals("n 2", call(table, "POST", "/pojo", json).text());
        json[3] = "[{\"name\":\"a\",\"count\":1},{\"count\":2}]";
        assertEquals(
                "[Item[name=a, count=1], Item[name=null, count=2]]",
                call(table, "POST", "/list", json).text());
        json[3] = "{\"a\":[1,true,null]}";
        assertEquals("{a=[1, true, null]}", call(table, "POST", "/map", json).text());
        json[3] = "{\"name\":\"a\",\"count\":1}";
        assertEquals(
                "Optional[Item[name=a, count=1]]",
                call(table, "POST", "/maybe", json).text());
        assertEquals("Optional.empty", call(table, "POST", "/maybe").text());
    }

    @Test
    void givesBodiesAsTheyCame() {
        assertEquals("[\u00e9]", call(table, "POST", "/text", "body", "\u00e9").text());
        assertEquals("[]", call(table, "POST", "/text").text());
        assertEquals(
                "[\u00c3\u00a9]",
                call(table, "POST", "/text", "content-type", "text/plain; charset=iso-8859-1", "body", "\u00e9")
                        .text());
        assertEquals("[97, 98]", call(table, "POST", "/bytes", "body", "ab").text());
        assertEquals("ab", call(table, "POST", "/stream", "body", "ab").text());
        assertEquals(
                "text/x 2 ab",
                call(table, "POST", "/content", "content-type", "text/x", "body", "ab")
                        .text());
    }

    @Test
    void bindsHeadersAndCookies() {
        assertEquals(
                "t Optional[de] 3 [a, b]",
                call(table, "GET", "/headers", "x-tenant", "t", "accept-language", "de", "x-many", "a", "x-many", "b")
                        .text());
        assertEquals(
                "Optional[123e4567-e89b-12d3-a456-426614174000] 2",
                call(table, "GET", "/cookies", "cookie", "n=2; basket=123e4567-e89b-12d3-a456-426614174000")
                        .text());
        assertEquals("Optional.empty 1", call(table, "GET", "/cookies").text());
    }

    @Test
    void injectsTheRequestAndItsSurroundings() {
        assertEquals(
                "GET /injected/y a=b {x=y} Optional[b] Optional[v] Optional[d] 192.0.2.1 http id-12345 PT5S test"
                        + " [x-a, cookie, x-request-id]",
                call(
                                table,
                                "GET",
                                "/injected/y?a=b",
                                "x-a",
                                "v",
                                "cookie",
                                "c=d",
                                ":client",
                                "192.0.2.1",
                                "x-request-id",
                                "id-12345")
                        .text());
    }

    @Test
    void callsStaticMethods() {
        assertEquals("static", call(table, "GET", "/static").text());
    }
}

package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellnest.cell.Body;
import org.cellnest.cell.Content;
import org.cellnest.cell.Default;
import org.cellnest.cell.Param;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.Cells.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that a route reads, does not read, or reads as they came. */
class BodyTypesTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    record Item(String name) {}

    public static class Cell {
        @Route(
                value = "/hello/{name}",
                methods = {"GET", "POST"})
        public String hello(String name, @Default("13") int age) {
            return name + " " + age;
        }

        @Route(value = "/form", methods = "POST")
        public String form(@Param(in = Param.In.FORM) @Default("13") int age) {
            return "" + age;
        }

        @Route(value = "/json", methods = "POST")
        public String json(@Param(in = Param.In.JSON) @Default("13") int age) {
            return "" + age;
        }

        @Route(value = "/items", methods = "POST")
        public String items(@Default("13") int age, @Param("items") List<Item> items) {
            return age + " " + items;
        }

        @Route(value = "/maybe-items", methods = "POST")
        public String maybeItems(@Default("13") int age, @Param("items") Optional<List<Item>> items) {
            return age + " " + items;
        }

        @Route(value = "/item", methods = "POST")
        public String item(Item item) {
            return item.name();
        }

        @Route(value = "/maybe-item", methods = "POST")
        public String maybeItem(Optional<Item> item) {
            return "" + item;
        }

        @Route(value = "/map", methods = "POST")
        public String map(@Body Map<String, Object> map) {
            return "" + map;
        }

        @Route(value = "/text", methods = "POST")
        public String text(@Body String text) {
            return text;
        }

        @Route(value = "/bytes", methods = "POST")
        public String bytes(@Body byte[] bytes) {
            return Arrays.toString(bytes);
        }

        @Route(value = "/content", methods = "POST")
        public String content(Content content) {
            return content.length() + " " + Arrays.toString(content.bytes());
        }

        @Route(value = "/content-text", methods = "POST")
        public String contentText(Content content) {
            return content.text();
        }

        @Route(value = "/request", methods = "POST")
        public String request(Request request, @Default("no") String dry) {
            return dry + " " + request.body().length();
        }

        @Route(value = "/request-text", methods = "POST")
        public String requestText(Request request) {
            return request.body().text();
        }

        @Route(value = "/request-items", methods = "POST")
        public String requestItems(Request request, @Param("items") List<Item> items) {
            return request.method() + items;
        }

        @Route(value = "/none/{x}", methods = "POST")
        public String none(String x) {
            return x;
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
                "/hello/billy|multipart/form-data; boundary=x|application/x-www-form-urlencoded, application/json",
                "/hello/billy|text/plain|application/x-www-form-urlencoded, application/json",
                "/hello/billy|application/xml|application/x-www-form-urlencoded, application/json",
                "/hello/billy||application/x-www-form-urlencoded, application/json",
                "/hello/billy?age=12|text/plain|application/x-www-form-urlencoded, application/json",
                "/form|application/json|application/x-www-form-urlencoded",
                "/json|application/x-www-form-urlencoded|application/json",
                "/items|application/x-www-form-urlencoded|application/json",
                "/maybe-items|text/csv|application/x-www-form-urlencoded, application/json",
                "/item|application/x-www-form-urlencoded|application/json",
                "/maybe-item|text/plain|application/json",
                "/map||application/json",
                "/request-items|text/plain|application/json",
            })
    void refusesABodyThatNothingReads(String path, String type, String accept) {
        Answer answer = post(path, type, "age=12");
        assertEquals(415, answer.status(), answer.text());
        assertEquals(accept, answer.header("accept"));
        assertTrue(answer.detail().startsWith("content-type: "), answer.detail());
        assertTrue(answer.detail().endsWith("(expected: " + accept.replace(", ", " or ") + ")"), answer.detail());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/hello/billy|application/x-www-form-urlencoded|age=12|billy 12",
                "/hello/billy|Application/X-WWW-Form-Urlencoded; charset=UTF-8|age=12|billy 12",
                "/hello/billy|application/json|{\"age\":12}|billy 12",
                "/hello/billy|application/vnd.api+json|{\"age\":12}|billy 12",
                "/hello/billy|model/gltf+json|{\"age\":12}|billy 12",
                "/hello/billy|text/json; charset=us-ascii|{\"age\":12}|billy 12",
                "/hello/billy|text/plain||billy 13",
                "/maybe-items|application/x-www-form-urlencoded|age=12|12 Optional.empty",
                "/item|application/vnd.api+json; v=1|{\"name\":\"a\"}|a",
                "/maybe-item|text/plain||Optional.empty",
                "/text|application/xml|<a/>|<a/>",
                "/request|text/plain|abc|no 3",
                "/none/x|text/plain|abc|x",
                "/none/x|application/json|{|x",
            })
    void readsWhatItSaysItReads(String path, String type, String body, String expected) {
        assertEquals(expected, post(path, type, body == null ? "" : body).text());
    }

    @ParameterizedTest
    @CsvSource({
        "/hello/billy," + FORM + ";charset=foo",
        "/hello/billy," + FORM + ";charset=iso-8859-1",
        "/json," + JSON + ";charset=utf-16",
        "/item," + JSON + ";charset=foo",
        "/text,text/plain;charset=foo",
        "/content-text,text/plain;charset=foo",
    })
    void refusesACharsetThatIsNotRead(String path, String type) {
        Answer answer = post(path, type, "{\"age\":12}");
        assertEquals(415, answer.status(), answer.text());
        assertTrue(answer.detail().contains("charset"), answer.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br", "gzip, identity", "identity, deflate", "x", "*"})
    void decodesNoContentCoding(String coding) {
        for (String path : List.of("/text", "/content-text", "/request-text")) {
            assertCoded(coding, post(path, "text/plain", "abc", "content-encoding", coding));
        }
        for (String path : List.of("/item", "/maybe-item", "/map", "/json", "/hello/billy", "/items", "/maybe-items")) {
            assertCoded(coding, post(path, JSON, "{}", "content-encoding", coding));
        }
        for (String path : List.of("/form", "/hello/billy", "/hello/billy?age=12")) {
            assertCoded(coding, post(path, FORM, "age=12", "content-encoding", coding));
        }
    }

    @Test
    void findsACodingInAnyOfItsFields() {
        assertCoded(
                "identity, gzip",
                post("/text", "text/plain", "abc", "content-encoding", "identity", "content-encoding", "gzip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", "", "identity, identity", " , "})
    void readsWhatIsInNoCoding(String coding) {
        assertEquals(
                "abc",
                post("/text", "text/plain", "abc", "content-encoding", coding).text());
        assertEquals(
                "billy 12",
                post("/hello/billy", FORM, "age=12", "content-encoding", coding).text());
        assertEquals(
                "a",
                post("/item", JSON, "{\"name\":\"a\"}", "content-encoding", coding)
                        .text());
    }

    @Test
    void givesCodedBytesAsTheyAreToWhoTakesBytes() {
        assertEquals(
                "[97]",
                post("/bytes", "text/plain", "a", "content-encoding", "gzip").text());
        assertEquals(
                "1 [97]",
                post("/content", "text/plain", "a", "content-encoding", "gzip").text());
        assertEquals(
                "no 1", post("/request", FORM, "a", "content-encoding", "gzip").text());
        assertEquals(
                "no 8",
                post("/request", JSON, "{\"dry\":1", "content-encoding", "gzip").text());
    }

    @Test
    void mindsNoCodingOfAnEmptyBody() {
        assertEquals(
                "", post("/text", "text/plain", "", "content-encoding", "gzip").text());
        assertEquals(
                "billy 13",
                post("/hello/billy", FORM, "", "content-encoding", "gzip").text());
    }

    private static void assertCoded(String coding, Answer answer) {
        assertEquals(415, answer.status(), answer.text());
        assertEquals("identity", answer.header("accept-encoding"));
        assertEquals("content-encoding: \"" + coding + "\" (expected: identity)", answer.detail());
    }

    private static Answer post(String path, String type, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("body", body));
        if (type != null) {
            all.addAll(List.of("content-type", type));
        }
        all.addAll(List.of(headers));
        return call(table, "POST", path, all.toArray(new String[0]));
    }
}

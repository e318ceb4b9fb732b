package org.cellnest.celltest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellnest.cell.Body;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Default;
import org.cellnest.cell.FormFile;
import org.cellnest.cell.Header;
import org.cellnest.cell.Part;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.FlowSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tests the parts of a request that reach a cell, and the parts of an answer that reach a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExchangeTest {
    public record Item(String name, int count, Optional<LocalDate> due) {}

    @Route("/items")
    public static final class Items {
        @Route(
                value = "",
                methods = {"POST", "PUT", "PATCH"})
        public Response take(Item item) {
            return Response.created("/items/" + item.name()).body(item);
        }

        @Route("")
        public List<Item> list(@Default("2") int count) {
            return List.of(new Item("a", count, Optional.empty()), new Item("b", count, Optional.empty()));
        }

        @Route("/{name}")
        public Optional<Item> item(String name, @Default("1") int count) {
            return name.equals("none")
                    ? Optional.empty()
                    : Optional.of(new Item(name, count, Optional.of(LocalDate.of(2026, 11, 25))));
        }

        @Route(value = "/form", methods = "POST")
        public String form(String name, int count) {
            return count + " of " + name;
        }

        @Route(value = "/{name}", methods = "DELETE")
        public void remove(String name) {}

        @Route(value = "/{name}/picture", methods = "PUT")
        public byte[] picture(String name, @Body byte[] bytes) {
            return bytes;
        }

        @Route(value = "/{name}/files", methods = "POST")
        public List<String> files(String name, @Part String title, @Part List<FormFile> files) throws IOException {
            List<String> texts = new ArrayList<>(List.of(title));
            for (FormFile file : files) {
                texts.add(file.fileName() + " " + file.type() + " "
                        + new String(file.stream().readAllBytes(), UTF_8));
            }
            return texts;
        }

        @Route("/{name}/visits")
        public Response visits(String name, @Cookie int visits, @Cookie Optional<String> lang) {
            return Response.text(lang.orElse("?"))
                    .cookie("visits", String.valueOf(visits + 1))
                    .header("connection", "x-gone")
                    .header("x-gone", "1")
                    .header("nest-outcome", "mine")
                    .header("content-length", "7");
        }

        @Route("/{name}/language")
        public String language(String name, @Header String acceptLanguage) {
            return acceptLanguage;
        }

        @Route(
                value = "/{name}/seen",
                methods = {"GET", "POST"})
        public Map<String, Object> seen(Request request) {
            return Map.of(
                    "client", request.clientAddress(),
                    "scheme", request.scheme(),
                    "id", request.id(),
                    "path", request.path(),
                    "query", request.query(),
                    "length", request.body().length(),
                    "headers", request.headers().names(),
                    "remaining", request.remaining().toMillis());
        }

        @Route("/{name}/latin")
        public Response latin(String name) {
            return Response.ok("é").type("text/plain;charset=iso-8859-1");
        }
    }

    private final CellTest cell = CellTest.of(Items.class);

    @AfterAll
    void closeTheCell() {
        cell.close();
    }

    @Test
    void writesAndReadsJsonAsTheCellDoes() {
        Item item = new Item("té", 3, Optional.of(LocalDate.of(2026, 1, 2)));
        CellResponse created = cell.post("/items", item);
        assertEquals(201, created.status(), created::toString);
        assertEquals(Optional.of("application/json"), created.header("Content-Type"));
        assertEquals(Optional.of("/items/t%C3%A9"), created.header("location"));
        assertEquals(item, created.json(Item.class));
        assertTrue(created.text().contains("\"due\":\"2026-01-02\""), created::toString);
        assertEquals(item, cell.put("/items", item).json(Item.class));
        assertEquals(item, cell.patch("/items", item).json(Item.class));
        assertEquals("b", cell.get("/items").jsonList(Item.class).get(1).name());
    }

    @Test
    void sendsFormsWithFiles() {
        CellRequest request = cell.request("POST", "/items/a/files")
                .part("title", "t\u00e9")
                .part(FormFile.of("files", "a\"b.txt", "text/plain", "--x\r\n----cell-test-1\r\n".getBytes(UTF_8)))
                .part("files", 7);
        CellResponse taken = request.send();
        assertEquals(200, taken.status(), taken::toString);
        assertEquals(
                List.of(
                        "t\u00e9",
                        "Optional[a\"b.txt] Optional[text/plain] --x\r\n----cell-test-1\r\n",
                        "Optional.empty Optional.empty 7"),
                taken.jsonList(String.class));
        CellResponse missing =
                cell.request("POST", "/items/a/files").part("other", "").send();
        assertEquals("title (part): missing (expected: a text)", missing.detail());
        assertEquals(
                415,
                cell.request("POST", "/items/a/files").form("title", "t").send().status());
        CellResponse large = cell.request("POST", "/items/a/files")
                .part("title", "x".repeat(65_537))
                .send();
        assertEquals(413, large.status());
        assertThrows(
                IllegalArgumentException.class, () -> request.part(FormFile.of("files", "", "a\r\nb: c", new byte[0])));
    }

    @Test
    void takesTextAsJsonThatIsWrittenAlready() {
        CellResponse created = cell.post("/items", "{\"name\":\"a\",\"count\":1,\"other\":null}");
        assertEquals(new Item("a", 1, Optional.empty()), created.json(Item.class));
    }

    @Test
    void saysWhatDoesNotBind() {
        CellResponse wrong = cell.get("/items?count=many");
        assertEquals(400, wrong.status());
        assertEquals(Optional.of("application/problem+json"), wrong.header("content-type"));
        assertTrue(wrong.detail().startsWith("count (query): \"many\" (expected: "), wrong::toString);
        assertInstanceOf(Problem.class, wrong.failure().orElseThrow());

        CellResponse missing =
                cell.request("POST", "/items/form").form("name", "a").send();
        assertEquals(400, missing.status());
        assertTrue(missing.detail().startsWith("count ("), missing::toString);

        CellResponse member = cell.post("/items", Map.of("name", "a", "count", "x"));
        assertEquals(400, member.status());
        assertTrue(member.detail().contains("count"), member::toString);

        assertEquals(400, cell.post("/items", "{").status());
        assertEquals(400, cell.post("/items").status());
        assertEquals(400, cell.get("/items?count=%zz").status());
        assertEquals(415, cell.request("POST", "/items").text("{}").send().status());
        assertEquals(400, cell.get("/items/a/language").status());
    }

    @Test
    void encodesQueryAndForm() {
        CellResponse query = cell.request("GET", "/items/x/seen")
                .query("a b", "ü&=")
                .query("n", 1)
                .send();
        assertEquals("a+b=%C3%BC%26%3D&n=1", query.json(Map.class).get("query"));
        CellResponse appended =
                cell.request("GET", "/items?x=1").query("count", 9).send();
        assertEquals(9, appended.jsonList(Item.class).get(0).count());
        CellResponse form = cell.request("POST", "/items/form")
                .form("name", "té & co")
                .form("count", 2)
                .send();
        assertEquals("2 of té & co", form.text());
    }

    @Test
    void refusesAQueryThatNoClientCouldSend() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> cell.get("/items?name=a b"));
        assertTrue(String.valueOf(refused.getMessage()).contains("name=a b"), refused::toString);
    }

    @Test
    void sendsAndShowsCookies() {
        CellResponse answer = cell.request("GET", "/items/x/visits")
                .cookie("visits", "4")
                .cookie("lang", "de")
                .send();
        assertEquals("de", answer.text());
        assertEquals(Optional.of("5"), answer.cookie("visits"));
        assertEquals(Optional.empty(), answer.cookie("visit"));
        assertThrows(
                IllegalArgumentException.class, () -> cell.request("GET", "/").cookie("a", "b;c"));
    }

    @Test
    void dropsWhatNeverReachesAClient() {
        CellResponse answer =
                cell.request("GET", "/items/x/visits").cookie("visits", "1").send();
        for (String name : List.of("connection", "x-gone", "nest-outcome")) {
            assertFalse(answer.headers().contains(name), answer::toString);
        }
        assertEquals(List.of("1"), answer.headers().all("content-length"));
    }

    @Test
    void dropsWhatNeverReachesACell() {
        CellResponse answer = cell.request("GET", "/items/x/seen")
                .header("X-Kept", "1")
                .header("Connection", "X-Listed")
                .header("X-Listed", "1")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("Nest-Key", "1")
                .header("TraceParent", "not one")
                .send();
        assertEquals(
                List.of("x-request-id", "host", "x-kept"),
                answer.json(Map.class).get("headers"),
                answer::toString);
    }

    @Test
    void tellsTheCellWhoAsks() {
        CellResponse answer = cell.request("POST", "/items/x%20y/seen?q")
                .clientAddress("192.0.2.7")
                .https()
                .header("x-request-id", "my-request-1")
                .body("", new byte[5])
                .send();
        Map<?, ?> seen = answer.json(Map.class);
        assertEquals("192.0.2.7", seen.get("client"));
        assertEquals("https", seen.get("scheme"));
        assertEquals("my-request-1", seen.get("id"));
        assertEquals("/items/x y/seen", seen.get("path"));
        assertEquals("q", seen.get("query"));
        assertEquals(5, seen.get("length"));
        assertEquals(Optional.of("my-request-1"), answer.header("x-request-id"));
        assertEquals(
                "",
                cell.request("GET", "/items/x/seen")
                        .fromCell()
                        .send()
                        .json(Map.class)
                        .get("client"));
        String made = cell.request("GET", "/items")
                .header("x-request-id", "a b")
                .send()
                .header("x-request-id")
                .orElse("");
        assertTrue(made.matches("[0-9a-f]{32}"), made);
    }

    @Test
    void carriesBytesAndTextInTheirCharset() {
        byte[] bytes = {0, 1, -1, 'a'};
        CellResponse picture =
                cell.request("PUT", "/items/x/picture").body("image/png", bytes).send();
        assertArrayEquals(bytes, picture.bytes());
        assertEquals(Optional.of("application/octet-stream"), picture.header("content-type"));
        CellResponse latin = cell.get("/items/x/latin");
        assertEquals("é", latin.text());
        assertArrayEquals("é".getBytes(StandardCharsets.ISO_8859_1), latin.bytes());
    }

    @Test
    void answersNothingWhereThereIsNothing() {
        CellResponse removed = cell.delete("/items/a");
        assertEquals(204, removed.status());
        assertEquals("", removed.text());
        assertFalse(removed.headers().contains("content-length"));
        assertEquals(404, cell.get("/items/none").status());
    }

    @Test
    void refusesHeadersThatAreNone() {
        CellRequest request = cell.request("GET", "/items");
        assertThrows(IllegalArgumentException.class, () -> request.header(":client", "1.1.1.1"));
        assertThrows(IllegalArgumentException.class, () -> request.header("x", "a\r\nb"));
    }

    @Test
    void showsTheAnswerWhereItIsNotOfTheType() {
        IllegalStateException wrong = assertThrows(
                IllegalStateException.class, () -> cell.get("/items/none").jsonList(Item.class));
        assertTrue(String.valueOf(wrong.getMessage()).contains("404 "), wrong::toString);
        assertEquals("", cell.get("/items").detail());
    }

    @Test
    void keepsToTheSizeOfANest() {
        int most = FlowSettings.DEFAULT_COLLECTED_BYTES;
        // The answer has the same bytes, and has to fit a message.
        byte[] large = new byte[most - (64 << 10)];
        assertEquals(
                200,
                cell.request("PUT", "/items/x/picture").body("", large).send().status());
        CellResponse refused = cell.request("PUT", "/items/x/picture")
                .body("", new byte[most + 1])
                .send();
        assertEquals(413, refused.status());
        assertTrue(refused.detail().contains(Integer.toString(most)), refused::detail);
    }
}

package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cellnest.cell.Body;
import org.cellnest.cell.Content;
import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.FormFile;
import org.cellnest.cell.Param;
import org.cellnest.cell.Part;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Parts;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.Cells.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PartsBindingTest {
    private static final String TYPE = "multipart/form-data; boundary=b";

    enum Kind {
        SMALL,
        VERY_LARGE
    }

    public static class Cell {
        @Route(value = "/album/{id}", methods = "POST")
        public String album(
                int id,
                String q,
                @Part @Description("The title") String title,
                @Part("size-kind") @Default("small") Kind kind,
                @Part List<Integer> numbers,
                @Part Optional<String> note,
                @Part FormFile picture) {
            return String.join("|", "" + id, q, title, "" + kind, "" + numbers, note.orElse("-"), text(picture));
        }

        @Route(value = "/files", methods = "POST")
        public String files(
                @Part Optional<FormFile> one,
                @Part(max = 5) List<FormFile> many,
                @Part(max = 3) Optional<String> text) {
            return one.map(Cell::text).orElse("-")
                    + many.stream().map(Cell::text).toList()
                    + text.orElse("-");
        }

        @Route(value = "/large", methods = "POST")
        public String large(@Part(max = 1 << 20) List<String> fields, @Part Optional<String> field) {
            return "" + fields.size();
        }

        @Route(value = "/parts", methods = "POST")
        public String parts(Parts parts, Optional<String> q) throws IOException {
            List<String> names = new ArrayList<>();
            for (Optional<PartStream> part = parts.next(); part.isPresent(); part = parts.next()) {
                names.add(part.get().name() + "=" + part.get().text(100));
            }
            return names + q.orElse("");
        }

        @Route(value = "/free", methods = "POST")
        public String free(Request request, @Part Optional<String> a) {
            return a.orElse(request.body().text());
        }

        private static String text(FormFile file) {
            try {
                return file.fileName().orElse("?") + ":" + file.type().orElse("?") + ":"
                        + new String(file.stream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static HandlerTable table;

    @BeforeAll
    static void build() throws InvalidCellException {
        table = Cells.table(Cell.class);
    }

    private static String part(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    private static String file(String name, String fileName, String type, String content) {
        return part(name + "\"; filename=\"" + fileName, content)
                .replace("\r\n\r\n", "\r\nContent-Type: " + type + "\r\n\r\n");
    }

    private static Answer post(String target, String body) {
        return call(table, "POST", target, "content-type", TYPE, "body", body + "--b--\r\n");
    }

    @Test
    void bindsTextsAndFilesByName() {
        String body = part("title", "\u00e4 b")
                + part("numbers", "1")
                + part("skipped", "x")
                + part("numbers", "2")
                + part("size-kind", "very-large")
                + file("picture", "a.png", "image/png", "PNG")
                + part("title", "second");
        assertEquals(
                "7|x|\u00e4 b|VERY_LARGE|[1, 2]|-|a.png:image/png:PNG",
                post("/album/7?q=x", body).text());
        String least = part("title", "") + part("numbers", "1") + part("picture", "");
        assertEquals("7|x||SMALL|[1]|-|?:?:", post("/album/7?q=x", least).text());
    }

    @Test
    void countsAFileThatWasNotChosenAsMissing() {
        String body = file("one", "", "application/octet-stream", "")
                + file("many", "", "application/octet-stream", "")
                + file("many", "b", "text/plain", "B")
                + file("many", "c", "text/plain", "");
        assertEquals("-[b:text/plain:B, c:text/plain:]-", post("/files", body).text());
        assertEquals("-[]-", post("/files", "").text());
        assertEquals("-[]-", call(table, "POST", "/files").text());
    }

    @Test
    void namesWhatIsMissingOrDoesNotFit() {
        String numbers = part("numbers", "1");
        assertEquals(
                "title (part): missing (expected: a text)",
                post("/album/7?q=x", numbers).detail());
        Answer noFile = post("/album/7?q=x", part("title", "t") + numbers);
        assertEquals(400, noFile.status());
        assertEquals("picture (part): missing (expected: a file)", noFile.detail());
        assertEquals("part", noFile.json().path("in").asText());
        String kinds = Objects.requireNonNull(ScalarTypes.of(Kind.class)).expected();
        assertEquals(
                "size-kind (part): \"huge\" (expected: " + kinds + ")",
                post("/album/7?q=x", part("title", "t") + part("size-kind", "huge") + numbers)
                        .detail());
        assertEquals(400, call(table, "POST", "/album/7?q=x").status());
    }

    @Test
    void refusesBodiesOfOtherTypes() {
        for (String target : List.of("/album/7?q=x", "/files", "/parts")) {
            Answer refused = call(table, "POST", target, "content-type", "application/json", "body", "{\"title\":1}");
            assertEquals(415, refused.status(), target);
            assertEquals("multipart/form-data", refused.header("accept"));
            assertEquals("content-type: \"application/json\" (expected: multipart/form-data)", refused.detail());
        }
        assertEquals(
                415,
                call(table, "POST", "/files", "content-type", TYPE, "content-encoding", "gzip", "body", "x")
                        .status());
    }

    @Test
    void letsAMethodWithTheRequestReadBodiesOfOtherTypes() {
        assertEquals(
                "plain",
                call(table, "POST", "/free", "content-type", "text/plain", "body", "plain")
                        .text());
        assertEquals("one", post("/free", part("a", "one")).text());
    }

    @Test
    void refusesBodiesThatAreMalformedOrCut() {
        for (String target : List.of("/files", "/parts")) {
            Answer cut = call(table, "POST", target, "content-type", TYPE, "body", part("one", "x"));
            assertEquals(400, cut.status());
            assertEquals(
                    "multipart body: the end before the closing boundary"
                            + " (expected: --, the boundary and -- at the end)",
                    cut.detail());
            assertEquals(400, call(table, "POST", target, "content-type", TYPE).status());
            assertEquals(
                    400,
                    call(table, "POST", target, "content-type", "multipart/form-data", "body", "x")
                            .status());
        }
    }

    @Test
    void boundsPartsAndFields() {
        Answer file = post("/files", part("many", "12345") + part("many", "123456"));
        assertEquals(413, file.status());
        assertEquals("many (part): more than 5 bytes (expected: at most 5)", file.detail());
        assertEquals(413, post("/files", part("text", "1234")).status());
        assertEquals("-[]123", post("/files", part("text", "123")).text());
        String most = "x".repeat(64 << 10);
        assertEquals(
                "1", post("/large", part("fields", "") + part("field", most)).text());
        assertEquals(
                "field (part): more than 65536 bytes (expected: at most 65536)",
                post("/large", part("fields", "") + part("field", most + "x")).detail());
        assertEquals("16", post("/large", part("fields", most).repeat(16)).text());
        Answer together = post("/large", part("fields", most).repeat(16) + part("fields", "x"));
        assertEquals(413, together.status());
        assertEquals(
                "multipart body: fields of more than 1048576 bytes together (expected: at most 1048576)",
                together.detail());
        assertEquals(413, post("/files", part("other", "").repeat(10_000)).status());
    }

    @Test
    void readsTextsInTheCharsetOfThePart() {
        String head = "--b\r\nContent-Disposition: form-data; name=text\r\nContent-Type: text/plain; charset=";
        // The test writes UTF-8, whose two octets are two characters of ISO-8859-1.
        assertEquals(
                "-[]\u00c3\u00a4",
                post("/files", head + "iso-8859-1\r\n\r\n\u00e4\r\n").text());
        assertEquals(400, post("/files", head + "us-ascii\r\n\r\n\u00e4\r\n").status());
        Answer unknown = post("/files", head + "klingon\r\n\r\nx\r\n");
        assertEquals(415, unknown.status());
        assertEquals("text (part): charset \"klingon\" (expected: UTF-8)", unknown.detail());
    }

    @Test
    void givesThePartsAsTheyCome() {
        assertEquals(
                "[b=1, a=2, b=]x",
                post("/parts?q=x", part("b", "1") + part("a", "2") + part("b", ""))
                        .text());
        assertEquals("[]", call(table, "POST", "/parts").text());
        assertEquals(413, post("/parts", part("a", "x".repeat(101))).status());
    }

    @Test
    void describesPartsForTools() {
        HandlerMethod album = Cells.find(table, "POST", "/album/1");
        assertEquals(
                Set.of("path", "query", "part"),
                Set.copyOf(album.parameters().stream()
                        .map(p -> p.get("in"))
                        .distinct()
                        .toList()));
        assertEquals(
                Map.of("name", "title", "in", "part", "type", "string", "required", "true", "description", "The title"),
                album.parameters().get(2));
        assertEquals(
                Map.of("name", "picture", "in", "part", "type", "string", "format", "binary", "required", "true"),
                album.parameters().get(6));
        HandlerMethod files = Cells.find(table, "POST", "/files");
        assertEquals("true", files.parameters().get(1).get("repeated"));
        assertEquals("false", files.parameters().get(1).get("required"));
        assertEquals(
                "parts", Cells.find(table, "POST", "/parts").parameters().get(0).get("type"));
    }

    public static class Unnamed {
        @Route("/a")
        public void file(FormFile file) {}
    }

    public static class Twice {
        @Route("/a")
        public void twice(@Part("a") String one, @Part("a") FormFile two) {}
    }

    public static class BesideBody {
        @Route("/a")
        public void beside(@Part String one, @Body byte[] all) {}
    }

    public static class BesideField {
        @Route("/a")
        public void beside(@Part String one, @Param(in = Param.In.FORM) String two) {}
    }

    public static class BesideContent {
        @Route("/a")
        public void beside(Parts parts, Content content) {}
    }

    public static class OfRecord {
        record Item(String name) {}

        @Route("/a")
        public void record(@Part Item item) {}
    }

    public static class TooMuch {
        @Route("/a")
        public void large(@Part(max = (1 << 20) + 1) String text) {}
    }

    public static class WithDefault {
        @Route("/a")
        public void file(@Part @Default("x") FormFile file) {}
    }

    @Test
    void refusesWhatCannotBeRead() {
        assertRefused(Unnamed.class, "@Part FormFile");
        assertRefused(Twice.class, "part \"a\" for a second time");
        assertRefused(BesideBody.class, "@Part beside parameter all, which takes the whole body");
        assertRefused(BesideField.class, "field two of a body that another parameter takes whole");
        assertRefused(BesideContent.class, "2 parameters take the whole body");
        assertRefused(OfRecord.class, "(expected: FormFile, a scalar,");
        assertRefused(TooMuch.class, "max 1048577 (expected: 0 to 1048576)");
        assertRefused(WithDefault.class, "@Default (expected: none on a file)");
    }

    private static void assertRefused(Class<?> cell, String message) {
        InvalidCellException thrown = assertThrows(InvalidCellException.class, () -> Cells.table(cell));
        assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown::toString);
    }
}

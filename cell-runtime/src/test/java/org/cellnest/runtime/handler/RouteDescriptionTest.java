package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Body;
import org.cellnest.cell.Content;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.Header;
import org.cellnest.cell.Param;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a cell says of its routes, for people and tools. */
class RouteDescriptionTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A record with a bit of everything. */
    @Description("A thing that can be had")
    public record Item(
            @Description("From 1") long id,
            String name,
            Color color,
            Instant made,
            Optional<LocalDate> sold,
            List<Item> parts,
            Map<String, Price> prices,
            byte[] picture) {
        public int getNameLength() {
            return name.length();
        }
    }

    /** A class without a component of its own name in the record above. */
    public static final class Price {
        private int cents;
        private String hidden = "";

        public int getCents() {
            return cents;
        }

        public void setCents(int cents) {
            this.cents = cents;
            this.hidden = hidden + cents;
        }
    }

    public enum Color {
        RED,
        DARK_GREEN
    }

    public record Page<T>(List<T> rows, OptionalInt next) {}

    public record Endless<T>(T value, @Nullable Endless<List<T>> more) {}

    public static final class Cell {
        @Route("/values/{id}")
        public String values(
                @Description("Which") UUID id,
                @Default("1") @Description("From 1") short page,
                Set<Color> color,
                Optional<Duration> within,
                @Header("X-Trace") @Description("Of the caller") String trace,
                @Cookie Optional<Boolean> seen,
                @Param(in = Param.In.FORM, description = "of the form") @Description("not this")
                        List<Integer> numbers) {
            return "";
        }

        @Route(value = "/items", methods = "POST")
        public Response create(@Description("The new one") Item item) {
            return Response.ok();
        }

        @Route("/items")
        public List<Item> items() {
            return List.of();
        }

        @Route("/item")
        public CompletionStage<Optional<Item>> item() {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Route("/page")
        public Page<Item> page() {
            return new Page<>(List.of(), OptionalInt.empty());
        }

        @Route(value = "/fields", methods = "POST")
        public void fields(@Param(in = Param.In.JSON) List<Price> prices, String name) {}

        @Route(value = "/bytes", methods = "POST", produces = "image/png")
        public byte[] bytes(@Body InputStream in) {
            return new byte[0];
        }

        @Route("/text")
        public Optional<String> text() {
            return Optional.empty();
        }

        @Route(value = "/json", produces = "application/json")
        public String json() {
            return "{}";
        }

        @Route("/any")
        public Object any() {
            return "";
        }

        @Route("/content")
        public Content content() {
            return Content.EMPTY;
        }

        @Route("/problem")
        public Problem problem() {
            return new Problem(400, "");
        }

        @Route("/endless")
        public @Nullable Endless<String> endless() {
            return null;
        }

        @Route("/nothing")
        public CompletionStage<Void> nothing() {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static RouteInfo info(String method, String path) {
        try {
            return Cells.find(Cells.table(Cell.class), method, path).routeInfo("test", 1);
        } catch (InvalidCellException e) {
            throw new AssertionError(e);
        }
    }

    /** With apostrophes for quotation marks. */
    private static JsonNode json(@Nullable String text) {
        assertNotNull(text);
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void describesEachParameter() {
        assertEquals(
                List.of(
                        Map.of(
                                "name",
                                "id",
                                "in",
                                "path",
                                "type",
                                "string",
                                "format",
                                "uuid",
                                "required",
                                "true",
                                "description",
                                "Which"),
                        Map.of(
                                "name",
                                "page",
                                "in",
                                "query,form,json",
                                "type",
                                "integer",
                                "format",
                                "int32",
                                "minimum",
                                "-32768",
                                "maximum",
                                "32767",
                                "required",
                                "false",
                                "default",
                                "1",
                                "description",
                                "From 1"),
                        Map.of(
                                "name",
                                "color",
                                "in",
                                "query,form,json",
                                "type",
                                "string",
                                "enum",
                                "RED,DARK_GREEN",
                                "repeated",
                                "true",
                                "required",
                                "true"),
                        Map.of(
                                "name",
                                "within",
                                "in",
                                "query,form,json",
                                "type",
                                "string",
                                "format",
                                "duration",
                                "required",
                                "false"),
                        Map.of(
                                "name",
                                "x-trace",
                                "in",
                                "header",
                                "type",
                                "string",
                                "required",
                                "true",
                                "description",
                                "Of the caller"),
                        Map.of("name", "seen", "in", "cookie", "type", "boolean", "required", "false"),
                        Map.of(
                                "name",
                                "numbers",
                                "in",
                                "form",
                                "type",
                                "integer",
                                "format",
                                "int32",
                                "repeated",
                                "true",
                                "required",
                                "true",
                                "description",
                                "of the form")),
                info("GET", "/values/7").parameters());
    }

    @Test
    void describesTheBodyAsItIsRead() {
        RouteInfo info = info("POST", "/items");
        assertEquals(
                List.of(Map.of(
                        "name",
                        "body",
                        "in",
                        "body",
                        "type",
                        "object",
                        "required",
                        "true",
                        "description",
                        "The new one")),
                info.parameters());
        JsonNode schema = json(info.request());
        assertEquals("#/$defs/Item", schema.path("$ref").asText());
        JsonNode item = schema.path("$defs").path("Item");
        assertEquals("A thing that can be had", item.path("description").asText());
        assertEquals(json("['id']"), item.path("required"));
        assertEquals(
                json("{'type':'integer','format':'int64','description':'From 1'}"),
                item.path("properties").path("id"));
        assertEquals(
                json("{'type':'string','enum':['RED','DARK_GREEN']}"),
                item.path("properties").path("color"));
        assertEquals(
                "date-time", item.path("properties").path("made").path("format").asText());
        assertEquals(
                "#/$defs/Item",
                item.path("properties").path("parts").path("items").path("$ref").asText());
        assertEquals(
                "#/$defs/Price",
                item.path("properties")
                        .path("prices")
                        .path("additionalProperties")
                        .path("$ref")
                        .asText());
        assertEquals(
                "base64",
                item.path("properties").path("picture").path("contentEncoding").asText());
        assertTrue(item.path("properties").path("nameLength").isMissingNode(), "is only written");
        assertEquals(
                json("{'type':'object','properties':{'cents':{'type':'integer','format':'int32'}}}"),
                schema.path("$defs").path("Price"));
        assertEquals("", info.produces());
        assertNull(info.response());
    }

    @Test
    void describesTheAnswerAsItIsWritten() {
        RouteInfo info = info("GET", "/items");
        assertEquals("application/json", info.produces());
        JsonNode schema = json(info.response());
        assertEquals("array", schema.path("type").asText());
        JsonNode item = schema.path("$defs").path("Item");
        assertEquals(
                "integer",
                item.path("properties").path("nameLength").path("type").asText());
        assertEquals(json("['id','nameLength']"), item.path("required"));
        assertTrue(item.path("properties").path("sold").toString().contains("\"null\""), item::toString);
        assertTrue(schema.path("$defs")
                .path("Price")
                .path("properties")
                .path("hidden")
                .isMissingNode());
    }

    @Test
    void looksIntoStagesAndOptionalsAndGenerics() {
        RouteInfo item = info("GET", "/item");
        assertEquals("application/json", item.produces());
        assertTrue(json(item.response()).path("x-cellnest-optional").asBoolean());
        assertEquals("#/$defs/Item", json(item.response()).path("$ref").asText());
        JsonNode page = json(info("GET", "/page").response());
        JsonNode rows = page.path("$defs").path(page.path("$ref").asText().substring("#/$defs/".length()));
        assertEquals(
                "#/$defs/Item",
                rows.path("properties").path("rows").path("items").path("$ref").asText());
        assertEquals(
                json("{'anyOf':[{'type':'integer','format':'int32'},{'type':'null'}]}"),
                rows.path("properties").path("next"));
    }

    @Test
    void saysWhatIsWrittenThatIsNotJson() {
        assertEquals("text/plain;charset=utf-8", info("GET", "/text").produces());
        assertEquals(
                json("{'x-cellnest-optional':true,'type':'string'}"),
                json(info("GET", "/text").response()));
        assertEquals("text/plain;charset=utf-8", info("GET", "/values/7").produces());
        assertEquals("image/png", info("POST", "/bytes").produces());
        assertEquals("bytes", info("POST", "/bytes").parameters().get(0).get("type"));
        assertNull(info("POST", "/bytes").request());
        assertNull(info("POST", "/bytes").response());
        assertEquals("application/json", info("GET", "/json").produces());
        assertNull(info("GET", "/json").response());
        assertEquals("application/problem+json", info("GET", "/problem").produces());
        assertEquals("", info("GET", "/content").produces());
        assertEquals("", info("GET", "/any").produces());
        assertEquals("false", info("GET", "/nothing").response());
        assertEquals("false", info("POST", "/fields").response());
    }

    @Test
    void describesFieldsOfAJsonBody() {
        List<Map<String, String>> parameters = info("POST", "/fields").parameters();
        assertEquals("json", parameters.get(0).get("in"));
        assertEquals("array", parameters.get(0).get("type"));
        assertEquals("array", json(parameters.get(0).get("schema")).path("type").asText());
        assertEquals("query,form,json", parameters.get(1).get("in"));
    }

    @Test
    void leavesOutASchemaWithoutEnd() {
        RouteInfo endless = info("GET", "/endless");
        assertEquals("application/json", endless.produces());
        assertNull(endless.response());
    }

    @Test
    void leavesOutWhatTakesTooLong() {
        long[] now = {0};
        Schemas slow = new Schemas(new CellJson(1 << 20).mapper(), () -> now[0] += 1_500_000_000L);
        assertNotNull(slow.ofRequest(Item.class));
        assertNotNull(slow.ofRequest(Price.class));
        assertNull(slow.ofRequest(Page.class));
        assertNotNull(slow.ofRequest(Item.class));
    }
}

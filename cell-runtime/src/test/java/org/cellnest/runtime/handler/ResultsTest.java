package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.Cells.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("DoNotCallSuggester") // handlers that always throw are what is tested
class ResultsTest {
    record Item(String name, Optional<Integer> count, Instant at, LocalDate day, Duration pause, BigDecimal price) {}

    record Measure(double value) {}

    static final class Bad {
        public String getValue() {
            throw new IllegalStateException("a getter that fails");
        }
    }

    static final class Endless {
        public Iterator<Integer> getNumbers() {
            return IntStream.iterate(0, i -> i).iterator();
        }
    }

    public static class Cell {
        @Route("/text")
        public String text() {
            return "h\u00e9";
        }

        @Route(value = "/html", produces = "text/html;charset=iso-8859-1")
        public String html() {
            return "h\u00e9";
        }

        @Route(value = "/json-text", produces = "application/json")
        public String jsonText() {
            return "{\"a\":1}";
        }

        @Route("/bytes")
        public byte[] bytes() {
            return new byte[] {1, 2};
        }

        @Route("/stream")
        public InputStream stream() {
            return new ByteArrayInputStream(new byte[] {3});
        }

        @Route("/void")
        public void nothing() {}

        @Route("/null")
        public @Nullable Object none() {
            return null;
        }

        @Route("/empty")
        public Optional<String> empty() {
            return Optional.empty();
        }

        @Route("/present")
        public Optional<Integer> present() {
            return Optional.of(5);
        }

        @Route("/item")
        public Item item() {
            return new Item(
                    "a",
                    Optional.empty(),
                    Instant.EPOCH,
                    LocalDate.EPOCH,
                    Duration.ofSeconds(90),
                    new BigDecimal("1.50"));
        }

        @Route("/list")
        public List<Integer> list() {
            return List.of(1, 2);
        }

        @Route("/number")
        public int number() {
            return 42;
        }

        @Route("/response")
        public Response response() {
            return Response.created("/x/1")
                    .body(Map.of("a", 1))
                    .header("X-Tag", "t")
                    .cookie("c", "v");
        }

        @Route("/no-content")
        public Response noContent() {
            return Response.noContent().body("dropped");
        }

        @Route("/typed")
        public Response typed() {
            return Response.bytes("image/png", new byte[] {9});
        }

        @Route("/later")
        public CompletionStage<Optional<String>> later() {
            return CompletableFuture.supplyAsync(() -> Optional.of("later"));
        }

        @Route("/later-problem")
        public CompletionStage<String> laterProblem() {
            return CompletableFuture.supplyAsync(() -> {
                throw new CompletionException(new Problem(409, "taken"));
            });
        }

        @Route("/later-fails")
        public CompletionStage<String> laterFails() {
            return CompletableFuture.failedFuture(new AssertionError("secret"));
        }

        @Route("/problem")
        public String problem() {
            throw new Problem(402, "pay first")
                    .title("Pay")
                    .type("https://example.org/pay")
                    .with("price", 3)
                    .header("retry-after", "9");
        }

        @Route("/bad-problem")
        public String badProblem() {
            throw new Problem(400, "").with("x", new Bad());
        }

        @Route("/throws/{what}")
        public String fail(String what) throws Throwable {
            throw switch (what) {
                case "checked" -> new Exception("secret");
                case "linkage" -> new NoClassDefFoundError("secret");
                case "stack" -> deep(0);
                case "memory" -> new OutOfMemoryError("secret");
                default -> new IllegalStateException("secret");
            };
        }

        private static Throwable deep(int i) {
            return i < 0 ? new Error() : deep(i + 1).getClass() == Error.class ? new Error() : new Exception();
        }

        @Route("/header/{kind}")
        public Response header(String kind) {
            return switch (kind) {
                case "crlf" -> Response.ok("x").header("x-a", "a\r\nset-cookie: b=c");
                case "nul" -> Response.ok("x").header("x-a", "a\0");
                case "wide" -> Response.ok("x").header("x-a", "\u20ac");
                case "name" -> Response.ok("x").header("x a", "b");
                case "colon" -> Response.ok("x").header(":client", "1.2.3.4");
                case "charset" -> Response.ok("x").type("text/plain;charset=x-none");
                default ->
                    IntStream.range(0, 300)
                            .boxed()
                            .reduce(Response.ok(), (r, i) -> r.header("x-" + i, "v"), (a, b) -> a);
            };
        }

        @Route("/large/{kind}")
        public Object large(String kind) {
            return switch (kind) {
                case "text" -> "x".repeat(Cells.MAX_REPLY);
                case "json" -> List.of("x".repeat(Cells.MAX_REPLY));
                case "endless" -> new Endless();
                case "stream" ->
                    new InputStream() {
                        @Override
                        public int read() {
                            return 1;
                        }
                    };
                case "header" -> Response.ok().header("x-a", "x".repeat(60_000)).header("x-b", "x".repeat(6_000));
                default -> "x".repeat(Cells.MAX_REPLY - 500);
            };
        }

        @Route("/number/{where}/{number}")
        public Object number(String where, String number) {
            double d = Double.parseDouble(number);
            return switch (where) {
                case "alone" -> d;
                case "float" -> (float) d;
                case "list" -> List.of(1.0, d);
                case "array" -> new double[] {1, d};
                case "floats" -> new float[] {(float) d};
                case "map" -> Map.of("d", Map.of("e", d));
                case "key" -> Map.of(d, 1);
                case "float-key" -> Map.of((float) d, 1);
                case "optional" -> OptionalDouble.of(d);
                case "record" -> new Measure(d);
                case "response" -> Response.ok(List.of(d));
                default -> throw new Problem(400, "").with("d", d);
            };
        }

        @Route("/getter")
        public Object getter() {
            return new Bad();
        }
    }

    private static HandlerTable table;

    @BeforeAll
    static void build() throws InvalidCellException {
        table = Cells.table(Cell.class);
    }

    @Test
    void textIsPlainAndNotSniffed() {
        Answer answer = call(table, "GET", "/text");
        assertEquals(200, answer.status());
        assertEquals("text/plain;charset=utf-8", answer.header("content-type"));
        assertEquals("nosniff", answer.header("x-content-type-options"));
        assertEquals("h\u00e9", answer.text());
    }

    @Test
    void producesOverridesTypeAndCharset() {
        Answer answer = call(table, "GET", "/html");
        assertEquals("text/html;charset=iso-8859-1", answer.header("content-type"));
        assertEquals(2, answer.content().body().length());
        assertEquals("", answer.header("x-content-type-options"));
        assertEquals(1, call(table, "GET", "/json-text").json().path("a").asInt());
    }

    @Test
    void bytesAndStreamsGoAsTheyAre() {
        assertEquals("application/octet-stream", call(table, "GET", "/bytes").header("content-type"));
        assertEquals(2, call(table, "GET", "/bytes").content().body().length());
        assertEquals("\u0003", call(table, "GET", "/stream").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/void", "/null", "/no-content"})
    void nothingIs204(String path) {
        Answer answer = call(table, "GET", path);
        assertEquals(204, answer.status());
        assertEquals(0, answer.content().body().length());
        assertEquals("", answer.header("content-type"));
    }

    @Test
    void anEmptyOptionalIs404() {
        Answer answer = call(table, "GET", "/empty");
        assertEquals(404, answer.status());
        assertEquals("application/problem+json", answer.header("content-type"));
        assertEquals("5", call(table, "GET", "/present").text());
    }

    @Test
    void anythingElseIsJson() {
        Answer answer = call(table, "GET", "/item");
        assertEquals("application/json", answer.header("content-type"));
        assertEquals(
                "{\"name\":\"a\",\"count\":null,\"at\":\"1970-01-01T00:00:00Z\",\"day\":\"1970-01-01\","
                        + "\"pause\":\"PT1M30S\",\"price\":1.50}",
                answer.text());
        assertEquals("[1,2]", call(table, "GET", "/list").text());
        assertEquals("42", call(table, "GET", "/number").text());
    }

    @Test
    void responsesSayItThemselves() {
        Answer answer = call(table, "GET", "/response");
        assertEquals(201, answer.status());
        assertEquals("/x/1", answer.header("location"));
        assertEquals("t", answer.header("x-tag"));
        assertEquals("c=v; Path=/; HttpOnly; SameSite=Lax", answer.header("set-cookie"));
        assertEquals("{\"a\":1}", answer.text());
        assertEquals("image/png", call(table, "GET", "/typed").header("content-type"));
    }

    @Test
    void stagesAreWaitedFor() {
        assertEquals("later", call(table, "GET", "/later").text());
        assertEquals(409, call(table, "GET", "/later-problem").status());
        assertInternalError(call(table, "GET", "/later-fails"));
    }

    @Test
    void problemsAreSentAsTheyAre() {
        Answer answer = call(table, "GET", "/problem");
        assertEquals(402, answer.status());
        assertEquals("9", answer.header("retry-after"));
        assertEquals(
                "{\"type\":\"https://example.org/pay\",\"title\":\"Pay\",\"status\":402,\"detail\":\"pay first\","
                        + "\"price\":3}",
                answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "checked", "linkage", "stack", "memory"})
    void anythingElseThrownIs500WithAReference(String what) {
        assertInternalError(call(table, "GET", "/throws/" + what));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crlf", "nul", "wide", "name", "colon", "charset", "many"})
    void badHeadersAre500(String kind) {
        assertInternalError(call(table, "GET", "/header/" + kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "endless", "stream", "header"})
    void largeAnswersAre500WithTheReason(String kind) {
        Answer answer = call(table, "GET", "/large/" + kind);
        assertEquals(500, answer.status());
        assertTrue(answer.detail().contains("at most " + Cells.MAX_REPLY), answer.text());
    }

    @Test
    void answersJustBelowTheLimitAreSent() {
        assertEquals(200, call(table, "GET", "/large/fits").status());
    }

    @Test
    void valuesThatCannotBeWrittenAre500() {
        assertInternalError(call(table, "GET", "/getter"));
        assertInternalError(call(table, "GET", "/bad-problem"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alone",
                "float",
                "list",
                "array",
                "floats",
                "map",
                "key",
                "float-key",
                "optional",
                "record",
                "response",
                "problem"
            })
    void writesNoNumberThatJsonHasNot(String where) {
        for (String number : List.of("NaN", "Infinity", "-Infinity")) {
            assertInternalError(call(table, "GET", "/number/" + where + "/" + number));
        }
        assertTrue(call(table, "GET", "/number/" + where + "/1.5").text().contains("1.5"));
    }

    @Test
    void headRunsTheGetRoute() {
        HandlerMethod get = Cells.find(table, "GET", "/text");
        ReplyContent reply =
                get.invoke(Cells.request("HEAD", "/text")).toCompletableFuture().join();
        assertEquals(200, reply.status());
    }

    private static void assertInternalError(Answer answer) {
        assertEquals(500, answer.status(), answer.text());
        assertTrue(answer.json().path("reference").asText().startsWith("r"), answer.text());
        assertFalse(answer.text().contains("secret"), answer.text());
        assertFalse(answer.text().contains("Exception"), answer.text());
    }
}

package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Filter;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.Test;

class FiltersTest {
    public static class Cell {
        private final List<String> events;
        private final CompletableFuture<String> later;

        public Cell(List<String> events, CompletableFuture<String> later) {
            this.events = events;
            this.later = later;
        }

        @Route("/play/{name}")
        public String play(String name) {
            events.add("play");
            return "play " + name;
        }

        @Route("/play/number/{n}")
        public int number(int n) {
            events.add("number");
            return n;
        }

        @Route(value = "/page", produces = "text/html")
        public String page() {
            return "<p>";
        }

        @Route("/void")
        public void nothing() {}

        @Route("/perhaps")
        public Optional<String> perhaps() {
            return Optional.empty();
        }

        @Route("/later")
        public CompletionStage<String> later() {
            return later;
        }

        @Route("/fails")
        public String fails() throws FileNotFoundException {
            throw new FileNotFoundException("x");
        }

        @Route("/throwable")
        public String throwable() throws Throwable {
            throw new Throwable("odd");
        }
    }

    private final List<String> events = new ArrayList<>();
    private final CompletableFuture<String> later = new CompletableFuture<>();
    private final FilterRegistry filters = new FilterRegistry("test");

    private HandlerTable table() throws InvalidCellException {
        return Cells.table(
                CellContext.forTests("test"),
                filters,
                Map.of(List.class, events, CompletableFuture.class, later),
                Cell.class);
    }

    /** A filter that leaves a trace of its name. */
    private Filter noting(String name) {
        return (request, next) -> {
            events.add("> " + name);
            try {
                return next.proceed();
            } finally {
                events.add("< " + name);
            }
        };
    }

    @Test
    void runInTheOrderGivenTheFirstOutermost() throws InvalidCellException {
        filters.add("/{path...}", noting("a"));
        filters.add("/play/{name}", noting("b"));
        filters.add("/elsewhere", noting("c"));
        assertEquals("play x", Cells.call(table(), "GET", "/play/x").text());
        assertEquals(List.of("> a", "> b", "play", "< b", "< a"), events);
    }

    @Test
    void runForThePathsThatTheirTemplateSelects() throws InvalidCellException {
        filters.add("/play/lego", noting("lego"));
        filters.add("/{path...}", noting("all"));
        HandlerTable table = table();
        assertEquals("play chess", Cells.call(table, "GET", "/play/chess").text());
        assertEquals(List.of("> all", "play", "< all"), events);
        events.clear();
        assertEquals("play lego", Cells.call(table, "GET", "/play/lego").text());
        assertEquals(List.of("> lego", "> all", "play", "< all", "< lego"), events);
    }

    @Test
    void replaceTheResultBeforeItIsWritten() throws InvalidCellException {
        filters.add(
                "/play/{path...}",
                (request, next) -> next.proceed() instanceof Integer n
                        ? Response.status(202).header("x-n", "" + n).body(Map.of("n", n))
                        : request.pathVariable("name").orElseThrow());
        HandlerTable table = table();
        Cells.Answer number = Cells.call(table, "GET", "/play/number/7");
        assertEquals(202, number.status());
        assertEquals("7", number.header("x-n"));
        assertEquals("{\"n\":7}", number.text());
        assertEquals("chess", Cells.call(table, "GET", "/play/chess").text());
    }

    @Test
    void receiveNullAndOptionalAsTheMethodReturnsThem() throws InvalidCellException {
        List<Object> results = new ArrayList<>();
        filters.add("/{path...}", (request, next) -> {
            Object result = next.proceed();
            results.add("" + result);
            return result;
        });
        HandlerTable table = table();
        assertEquals(204, Cells.call(table, "GET", "/void").status());
        assertEquals(404, Cells.call(table, "GET", "/perhaps").status());
        assertEquals(List.of("null", "Optional.empty"), results);
    }

    @Test
    void mayAnswerWithoutTheMethodAndItsParameters() throws InvalidCellException {
        filters.add("/play/{path...}", (request, next) -> new Problem(401, "no token"));
        Cells.Answer answer = Cells.call(table(), "GET", "/play/number/no-number");
        assertEquals(401, answer.status());
        assertEquals("no token", answer.detail());
        assertEquals(List.of(), events);
    }

    @Test
    void seeTheProblemOfAParameterThatDoesNotBind() throws InvalidCellException {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        filters.add("/play/{path...}", (request, next) -> {
            try {
                return next.proceed();
            } catch (Problem e) {
                seen.set(e);
                throw e;
            }
        });
        assertEquals(400, Cells.call(table(), "GET", "/play/number/x").status());
        assertEquals(400, assertInstanceOf(Problem.class, seen.get()).status());
        assertEquals(List.of(), events);
    }

    @Test
    void seeExceptionsAsTheyWereThrown() throws InvalidCellException {
        List<Throwable> seen = new ArrayList<>();
        filters.add("/{path...}", (request, next) -> {
            try {
                return next.proceed();
            } catch (Throwable t) {
                seen.add(t);
                return "instead of " + t.getMessage();
            }
        });
        HandlerTable table = table();
        assertEquals("instead of x", Cells.call(table, "GET", "/fails").text());
        assertEquals("instead of odd", Cells.call(table, "GET", "/throwable").text());
        assertEquals(
                List.of(FileNotFoundException.class, Throwable.class),
                seen.stream().map(Throwable::getClass).toList());
    }

    @Test
    void areAnsweredLikeTheMethodWhenTheyThrow() throws InvalidCellException {
        filters.add("/{path...}", noting("outer"));
        filters.add("/page", (request, next) -> {
            throw new Problem(403, "not you");
        });
        filters.add("/void", (request, next) -> {
            throw new Exception("broken");
        });
        HandlerTable table = table();
        assertEquals(403, Cells.call(table, "GET", "/page").status());
        Cells.Answer broken = Cells.call(table, "GET", "/void");
        assertEquals(500, broken.status());
        assertEquals("r1", broken.json().path("reference").asText());
        assertEquals(List.of("> outer", "< outer", "> outer", "< outer"), events);
    }

    @Test
    void passAStageOnBeforeItCompletes() throws Exception {
        filters.add("/later", noting("a"));
        CompletionStage<ReplyContent> reply = later(table());
        assertEquals(List.of("> a", "< a"), events);
        later.complete("at last");
        assertEquals("at last", new Cells.Answer(reply.toCompletableFuture().join()).text());
    }

    @Test
    void mayReturnAStageThatDependsOnTheMethods() throws Exception {
        filters.add("/later", (request, next) -> {
            CompletionStage<?> stage = assertInstanceOf(CompletionStage.class, next.proceed());
            assertSame(later, stage);
            return stage.thenApply(result -> result + "!");
        });
        CompletionStage<ReplyContent> reply = later(table());
        later.complete("now");
        assertEquals("now!", new Cells.Answer(reply.toCompletableFuture().join()).text());
    }

    private static CompletionStage<ReplyContent> later(HandlerTable table) {
        return Cells.find(table, "GET", "/later").invoke(Cells.request("GET", "/later"));
    }

    @Test
    void keepTheRoutesContentType() throws InvalidCellException {
        filters.add("/page", (request, next) -> "<b>" + next.proceed());
        Cells.Answer page = Cells.call(table(), "GET", "/page");
        assertEquals("<b><p>", page.text());
        assertEquals("text/html", page.header("content-type"));
    }

    @Test
    void mayProceedOnceOnly() throws InvalidCellException {
        List<String> refusals = new ArrayList<>();
        AtomicReference<Filter.Next> kept = new AtomicReference<>();
        filters.add("/play/{name}", (request, next) -> {
            kept.set(next);
            refusals.add(CompletableFuture.supplyAsync(() -> refusal(next)).join());
            Object result = next.proceed();
            refusals.add(refusal(next));
            return result;
        });
        assertEquals("play x", Cells.call(table(), "GET", "/play/x").text());
        refusals.add(refusal(Objects.requireNonNull(kept.get())));
        assertEquals(List.of("play"), events);
        assertEquals(
                List.of(
                        "proceed() in another thread (expected: in that of the filter, before it returns)",
                        "proceed() called again (expected: at most once for each request)",
                        "proceed() after its filter has returned (expected: before)"),
                refusals);
    }

    private static String refusal(Filter.Next next) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, next::proceed).getMessage());
    }

    @Test
    void areBoundedInNumber() {
        for (int i = 0; i < FilterRegistry.MAX_FILTERS; i++) {
            filters.add("/a", noting("a"));
        }
        assertEquals(
                "filter(\"/b\"): filter 65 of test (expected: at most 64)",
                assertThrows(IllegalStateException.class, () -> filters.add("/b", noting("b")))
                        .getMessage());
    }

    @Test
    void areRefusedWithABadTemplateOrTooLate() throws InvalidCellException {
        assertEquals(
                "filter: template /a/{b: at 3: {b (expected: the '}' that closes it; a lone brace in an expression is"
                        + " \\{ or \\})",
                assertThrows(IllegalArgumentException.class, () -> filters.add("/a/{b", noting("a")))
                        .getMessage());
        table();
        assertEquals(
                "filter(\"/a\") after the routes of test were built (expected: in its CellSetup, or in a constructor of"
                        + " its route classes)",
                assertThrows(IllegalStateException.class, () -> filters.add("/a", noting("a")))
                        .getMessage());
    }

    @Test
    void leaveOtherRoutesAlone() throws InvalidCellException {
        filters.add("/play/{path...}", noting("a"));
        assertEquals("<p>", Cells.call(table(), "GET", "/page").text());
        assertEquals(List.of(), events);
    }
}

package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.cellnest.cell.Catches;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.Test;

class CatchesTest {
    public static class Unwritable {
        public int getNumber() {
            throw new IllegalStateException("getter");
        }
    }

    /** Throws what a test wants. */
    public static class Cell {
        private final Thrower thrower;

        public Cell(Thrower thrower) {
            this.thrower = thrower;
        }

        @Route(value = "/throws", produces = "text/html")
        public String fails() throws Throwable {
            throw thrower.thrown;
        }

        @Route("/later")
        public CompletionStage<String> later() {
            return CompletableFuture.failedFuture(thrower.thrown);
        }

        @Route("/number/{n}")
        public int number(int n) {
            return n;
        }

        @Route("/returned")
        public Problem returned() {
            return new Problem(410, "gone");
        }

        @Route("/empty")
        public Optional<String> empty() {
            return Optional.empty();
        }

        @Route("/unwritable")
        public Object unwritable() {
            return new Unwritable();
        }

        @Catches(IllegalStateException.class)
        public Object own(IllegalStateException e) {
            return Map.of("state", String.valueOf(e.getMessage()));
        }
    }

    static final class Thrower {
        Throwable thrown = new Throwable("nothing yet");
    }

    /** Has no routes. */
    public static class Errors {
        @Catches(IOException.class)
        public Response io(Request request, IOException e) {
            return Response.status(503).type("text/plain").body(request.path() + " " + e.getMessage());
        }

        @Catches({FileNotFoundException.class, IndexOutOfBoundsException.class})
        public static Problem missing(Exception e) {
            return new Problem(404, e.getClass().getSimpleName());
        }

        @Catches(ArithmeticException.class)
        public CompletionStage<Response> later() {
            return CompletableFuture.completedFuture(Response.status(422).body("stage"));
        }

        @Catches(UnsupportedOperationException.class)
        public Problem again(UnsupportedOperationException e) {
            throw new ClassCastException("while catching " + e.getMessage());
        }

        @Catches(NegativeArraySizeException.class)
        public CompletionStage<Response> laterAgain() {
            return CompletableFuture.failedFuture(new Problem(502, "not even that"));
        }

        @Catches(IllegalThreadStateException.class)
        public Object unwritable() {
            return new Unwritable();
        }

        @Catches(ArrayStoreException.class)
        public Object rethrows(ArrayStoreException e) {
            throw e;
        }
    }

    public static class All {
        @Catches(Throwable.class)
        public Problem all(Throwable t) {
            return new Problem(599, t.getClass().getSimpleName());
        }
    }

    public static class Problems {
        @Catches(Problem.class)
        public Response problem(Problem problem) {
            return Response.status(problem.status()).body(Map.of("error", problem.detail()));
        }
    }

    private final Thrower thrower = new Thrower();
    private final FilterRegistry filters = new FilterRegistry("test");
    private final List<Throwable> failures = new ArrayList<>();

    private HandlerTable table(Class<?>... more) throws InvalidCellException {
        List<Class<?>> classes = new ArrayList<>(Arrays.asList(more));
        classes.add(Cell.class);
        return Cells.table(
                CellContext.forTests("test"),
                filters,
                Map.of(Thrower.class, thrower),
                classes.toArray(Class<?>[]::new));
    }

    private Cells.Answer answer(HandlerTable table, String path, Throwable thrown) {
        thrower.thrown = thrown;
        return answer(table, path);
    }

    private Cells.Answer answer(HandlerTable table, String path) {
        HandlerMethod method = Cells.find(table, "GET", path);
        Execution execution = new Execution(method, Cells.request("GET", path), new ReplySink() {
            @Override
            public void reply(Execution done, ReplyContent content) {}

            @Override
            public void failed(Execution done, Throwable thrown) {
                failures.add(thrown);
            }
        });
        return new Cells.Answer(method.invoke(execution).toCompletableFuture().join());
    }

    @Test
    void answersForAllRoutesOfTheDeploymentTheNearestClassFirst() throws InvalidCellException {
        HandlerTable table = table(Errors.class);
        Cells.Answer io = answer(table, "/throws", new java.net.ConnectException("refused"));
        assertEquals(503, io.status());
        assertEquals("/throws refused", io.text());
        Cells.Answer missing = answer(table, "/throws", new FileNotFoundException());
        assertEquals(404, missing.status());
        assertEquals("FileNotFoundException", missing.detail());
        assertEquals(
                "ArrayIndexOutOfBoundsException",
                answer(table, "/throws", new ArrayIndexOutOfBoundsException()).detail());
        assertEquals(3, failures.size());
    }

    @Test
    void writesAValueAsARouteWithoutAContentTypeWould() throws InvalidCellException {
        Cells.Answer own = answer(table(), "/throws", new IllegalStateException("full"));
        assertEquals(200, own.status());
        assertEquals("application/json", own.header("content-type"));
        assertEquals("{\"state\":\"full\"}", own.text());
    }

    @Test
    void leavesToTheNestWhatNoMethodCatches() throws InvalidCellException {
        Cells.Answer answer = answer(table(Errors.class), "/throws", new UncheckedIOException(new IOException("x")));
        assertEquals(500, answer.status());
        assertEquals("r1", answer.json().path("reference").asText());
    }

    @Test
    void answersForStagesThatFail() throws InvalidCellException {
        HandlerTable table = table(Errors.class);
        assertEquals("/later x", answer(table, "/later", new IOException("x")).text());
        IOException cause = new IOException("y");
        assertEquals(
                "/later y",
                answer(table, "/later", new CompletionException(cause)).text());
        assertEquals(
                "/throws y",
                answer(table, "/throws", new ExecutionException(cause)).text());
        assertEquals(List.of(cause, cause), failures.subList(1, 3));
    }

    @Test
    void mayAnswerWithAStage() throws InvalidCellException {
        HandlerTable table = table(Errors.class);
        for (String path : List.of("/throws", "/later")) {
            Cells.Answer answer = answer(table, path, new ArithmeticException());
            assertEquals(422, answer.status(), path);
            assertEquals("stage", answer.text(), path);
        }
    }

    @Test
    void answersForFilters() throws InvalidCellException {
        filters.add("/number/{n}", (request, next) -> {
            throw new IOException("in the filter");
        });
        assertEquals(
                "/number/1 in the filter",
                answer(table(Errors.class), "/number/1").text());
    }

    @Test
    void runsOutsideOfTheFilters() throws InvalidCellException {
        List<String> events = new ArrayList<>();
        filters.add("/throws", (request, next) -> {
            try {
                return next.proceed();
            } catch (IOException e) {
                events.add("seen " + e.getMessage());
                throw new FileNotFoundException("other");
            }
        });
        assertEquals(
                404,
                answer(table(Errors.class), "/throws", new IOException("x")).status());
        assertEquals(List.of("seen x"), events);
    }

    @Test
    void changesTheFormOfProblemsBindingErrorsIncluded() throws InvalidCellException {
        HandlerTable table = table(Problems.class);
        Cells.Answer thrown = answer(table, "/throws", new Problem(409, "only 2 left"));
        assertEquals(409, thrown.status());
        assertEquals("{\"error\":\"only 2 left\"}", thrown.text());
        Cells.Answer binding = answer(table, "/number/x");
        assertEquals(400, binding.status());
        assertTrue(binding.text().startsWith("{\"error\":\"n (path): "), binding::text);
    }

    @Test
    void catchesNoResults() throws InvalidCellException {
        HandlerTable table = table(All.class);
        assertEquals(410, answer(table, "/returned").status());
        assertEquals(404, answer(table, "/empty").status());
        assertEquals(500, answer(table, "/unwritable").status());
    }

    @Test
    void catchesErrorsByNameButNoneOfTheJvm() throws InvalidCellException {
        HandlerTable table = table(All.class);
        assertEquals(
                "AssertionError", answer(table, "/throws", new AssertionError()).detail());
        assertEquals(
                "InterruptedException",
                answer(table, "/throws", new InterruptedException()).detail());
        assertEquals(500, answer(table, "/throws", new StackOverflowError()).status());
        assertEquals(500, answer(table, "/later", new OutOfMemoryError()).status());
    }

    @Test
    void leavesItsOwnExceptionToTheNestWithTheOriginalSuppressed() throws InvalidCellException {
        HandlerTable table = table(Errors.class);
        UnsupportedOperationException original = new UnsupportedOperationException("x");
        Cells.Answer answer = answer(table, "/throws", original);
        assertEquals(500, answer.status());
        assertEquals("r1", answer.json().path("reference").asText());
        assertEquals("while catching x", failures.get(1).getMessage());
        assertSame(original, failures.get(1).getSuppressed()[0]);

        Cells.Answer later = answer(table, "/throws", new NegativeArraySizeException());
        assertEquals(502, later.status());
        assertEquals("not even that", later.detail());
        assertEquals(
                500, answer(table, "/throws", new IllegalThreadStateException()).status());
    }

    @Test
    void mayThrowTheExceptionOn() throws InvalidCellException {
        ArrayStoreException thrown = new ArrayStoreException("x");
        assertEquals(500, answer(table(Errors.class), "/throws", thrown).status());
        assertEquals(0, thrown.getSuppressed().length);
    }

    @Test
    void gathersNoMoreInAnExceptionThatIsThrownAgainAndAgain() throws InvalidCellException {
        HandlerTable table = table(Constant.class);
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    409,
                    answer(table, "/throws", new UnsupportedOperationException())
                            .status());
        }
        Throwable same = failures.get(failures.size() - 1);
        assertSame(same, failures.get(1));
        assertEquals(16, same.getSuppressed().length);
    }

    public static class Constant {
        private final Problem problem = new Problem(409, "always the same");

        @Catches(UnsupportedOperationException.class)
        public Object same() {
            throw problem;
        }
    }

    @Test
    void answersNoCancelledRequest() throws InvalidCellException {
        HandlerMethod method = Cells.find(table(All.class), "GET", "/throws");
        Execution execution = new Execution(method, Cells.request("GET", "/throws"), (done, content) -> {});
        execution.cancel();
        assertSame(
                FallbackReplies.CANCELLED,
                method.invoke(execution).toCompletableFuture().join());
    }

    @Test
    void isNoRoute() throws InvalidCellException {
        assertEquals(
                List.of("/empty", "/later", "/number/{n}", "/returned", "/throws", "/unwritable"),
                table(Errors.class, All.class).methods().stream()
                        .map(method -> method.routeInfo("test", 1).template())
                        .sorted()
                        .toList());
    }

    /** Inherited by several classes. */
    public interface Refusing {
        @Catches(SecurityException.class)
        default String refused() {
            return getClass().getSimpleName();
        }
    }

    public static class Left implements Refusing {
        @Route("/left")
        public String fails() {
            throw new SecurityException();
        }
    }

    public static class Right implements Refusing {
        @Route("/right")
        public String fails() {
            throw new SecurityException();
        }
    }

    @Test
    void answersForEachClassThatInheritsIt() throws InvalidCellException {
        HandlerTable table = table(Refusing.class, Left.class, Right.class);
        assertEquals("Left", answer(table, "/left").text());
        assertEquals("Right", answer(table, "/right").text());
        assertEquals("Left", answer(table, "/throws", new SecurityException()).text());
    }
}

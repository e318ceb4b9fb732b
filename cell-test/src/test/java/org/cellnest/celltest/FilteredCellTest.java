package org.cellnest.celltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.cellnest.cell.Catches;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.Test;

/** Tests filters and {@code @Catches} methods, which run as in a nest. */
class FilteredCellTest {
    public static final class NoStock extends Exception {
        private static final long serialVersionUID = 1;

        NoStock(String item) {
            super(item);
        }
    }

    public static final class Shop {
        private final BlockingQueue<String> events;

        public Shop(CellContext context, BlockingQueue<String> events) {
            this.events = events;
            context.filter(
                    "/shop/{path...}",
                    (request, next) -> request.header("authorization").isPresent()
                            ? next.proceed()
                            : new Problem(401, "no token").header("www-authenticate", "Bearer"));
            context.filter("/shop/{path...}", (request, next) -> {
                Object result = next.proceed();
                events.add(request.method() + " " + request.path());
                return result instanceof Item item ? Response.ok(item).header("cache-control", "no-store") : result;
            });
        }

        public record Item(String name) {}

        @Route("/shop/{name}")
        public Item item(String name) throws NoStock {
            if (name.equals("none")) {
                throw new NoStock(name);
            }
            return new Item(name);
        }

        @Route("/shop/count/{n}")
        public int count(int n) {
            return n;
        }

        @Route(value = "/shop/later", methods = "POST")
        public CompletionStage<String> later() {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalArgumentException("later");
            });
        }

        @Route("/free")
        public Optional<String> free() {
            events.add("free");
            return Optional.of("free");
        }

        @Catches(NoStock.class)
        public Problem noStock(NoStock e, Request request) {
            return new Problem(409, e.getMessage() + " at " + request.path());
        }

        @Catches(IllegalArgumentException.class)
        public Response refused() {
            return Response.status(422).body(Map.of("refused", true));
        }
    }

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    private CellTest shop() {
        return CellTest.builder(Shop.class).provide(BlockingQueue.class, events).start();
    }

    @Test
    void guardRoutesBeforeTheirParametersAreRead() {
        try (CellTest cell = shop()) {
            CellResponse refused = cell.get("/shop/count/many");
            assertEquals(401, refused.status());
            assertEquals(Optional.of("Bearer"), refused.header("www-authenticate"));
            assertEquals(
                    400,
                    cell.request("GET", "/shop/count/many")
                            .header("authorization", "x")
                            .send()
                            .status());
            assertEquals("free", cell.get("/free").text());
            assertEquals(List.of("free"), List.copyOf(events));
        }
    }

    @Test
    void addHeadersToResults() {
        try (CellTest cell = shop()) {
            CellResponse tea = cell.request("GET", "/shop/tea")
                    .header("authorization", "x")
                    .send();
            assertEquals(Optional.of("no-store"), tea.header("cache-control"));
            assertEquals("tea", tea.json(Shop.Item.class).name());
            assertEquals(List.of("GET /shop/tea"), List.copyOf(events));
        }
    }

    @Test
    void seeNothingThatTheNestAnswersWithoutTheCell() {
        try (CellTest cell = shop()) {
            assertEquals(404, cell.get("/shop/a/b/c").status());
            assertEquals(405, cell.delete("/shop/tea").status());
            assertEquals(List.of(), List.copyOf(events));
        }
    }

    @Test
    void answerExceptionsByTheMethodThatCatchesThem() {
        try (CellTest cell = shop()) {
            CellResponse none = cell.request("GET", "/shop/none")
                    .header("authorization", "x")
                    .send();
            assertEquals(409, none.status());
            assertEquals("none at /shop/none", none.detail());
            assertInstanceOf(NoStock.class, none.failure().orElseThrow());
            CellResponse later = cell.request("POST", "/shop/later")
                    .header("authorization", "x")
                    .send();
            assertEquals(422, later.status());
            assertEquals("{\"refused\":true}", later.text());
            assertInstanceOf(IllegalArgumentException.class, later.failure().orElseThrow());
        }
    }

    public static final class Doubled {
        @Route("/doubled")
        public String doubled() {
            return "";
        }

        @Catches(NoStock.class)
        public String one() {
            return "";
        }

        @Catches({Problem.class, NoStock.class})
        public String other() {
            return "";
        }
    }

    @Test
    void failAsInANest() {
        String message = String.valueOf(assertThrows(FailedDeploymentException.class, () -> CellTest.of(Doubled.class))
                .getMessage());
        assertTrue(message.contains("NoStock is caught by "), message);
        message = String.valueOf(assertThrows(FailedDeploymentException.class, () -> CellTest.of(Misspelled.class))
                .getMessage());
        assertTrue(message.contains("filter: template /a/{b: at "), message);
    }

    public static final class Misspelled {
        public Misspelled(CellContext context) {
            context.filter("/a/{b", (request, next) -> next.proceed());
        }

        @Route("/a/{b}")
        public String a(String b) {
            return b;
        }
    }
}

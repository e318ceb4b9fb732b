package org.cellnest.celltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Default;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.runtime.deploy.ClassPathCell;
import org.cellnest.runtime.deploy.ClassPathDeployment;
import org.cellnest.transport.SystemClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests handlers that throw, take long, or never end. */
@SuppressWarnings("DoNotCallSuggester") // handlers that always throw are what is tested
class TroubleTest {
    public static final class Unwritable {
        public int getNumber() {
            throw new ArithmeticException("no number");
        }
    }

    public static final class Trouble {
        private final BlockingQueue<String> events;
        private final CyclicBarrier meeting;

        public Trouble(BlockingQueue<String> events, CyclicBarrier meeting) {
            this.events = events;
            this.meeting = meeting;
        }

        @Route("/fail")
        public String fail(@Default("secret") String secret) {
            if (secret.isEmpty()) {
                throw new StackOverflowError("deep");
            }
            throw new IllegalStateException(secret);
        }

        @Route("/problem")
        public String problem() {
            throw new Problem(409, "only 2 left", new IllegalStateException("why")).with("left", 2);
        }

        @Route("/returned")
        public Problem returned() {
            return new Problem(410, "gone");
        }

        @Route("/unwritable")
        public Object unwritable() {
            return new Unwritable();
        }

        @Route("/large")
        public byte[] large() {
            return new byte[2 << 20];
        }

        @Route("/bad-header")
        public Response badHeader() {
            return Response.ok("x").header("x", "a\nb");
        }

        @Route("/later")
        public CompletionStage<Map<String, Integer>> later(CellContext context) {
            return CompletableFuture.supplyAsync(() -> Map.of("answer", 42), context.executor());
        }

        @Route("/later-fails")
        public CompletionStage<String> laterFails(CellContext context) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        throw new IllegalStateException("later");
                    },
                    context.executor());
        }

        @Route(value = "/sleep", timeoutMs = 30)
        public String sleep() throws InterruptedException {
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        }

        @Route("/never")
        public CompletionStage<String> never() {
            CompletableFuture<String> stage = new CompletableFuture<>();
            CompletableFuture<String> unused =
                    stage.whenComplete((value, failure) -> events.add("cancelled " + stage.isCancelled()));
            return stage;
        }

        @Route("/begun")
        public String begun() throws InterruptedException {
            events.add("begun");
            return sleep();
        }

        @Route("/remaining")
        public long remaining(Request request) {
            return request.remaining().toMillis();
        }

        @Route("/meet")
        public String meet() throws Exception {
            return "met " + meeting.await(10, TimeUnit.SECONDS);
        }

        @Route("/loader")
        public String loader() {
            return Thread.currentThread().getContextClassLoader().getName();
        }
    }

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @SuppressWarnings("unchecked") // the very class that the constructor asks for
    private final CellTest cell = CellTest.builder(Trouble.class)
            .provide((Class<BlockingQueue<String>>) (Class<?>) BlockingQueue.class, events)
            .provide(CyclicBarrier.class, new CyclicBarrier(3))
            .start();

    @AfterEach
    void closeTheCell() {
        cell.close();
    }

    @Test
    void tellsTheClientAReferenceAndTheTestTheCause() {
        CellResponse failed = cell.get("/fail");
        assertEquals(500, failed.status());
        assertFalse(failed.text().contains("secret"), failed.text());
        assertTrue(String.valueOf(failed.json(Map.class).get("reference")).matches("[0-9a-z]{10}"), failed.text());
        assertEquals("secret", failed.failure().orElseThrow().getMessage());
        assertInstanceOf(
                StackOverflowError.class, cell.get("/fail?secret=").failure().orElseThrow());
        assertTrue(failed.toString().contains("secret"));
    }

    @Test
    void tellsProblemsAsTheyAre() {
        CellResponse thrown = cell.get("/problem");
        assertEquals(409, thrown.status());
        assertEquals("only 2 left", thrown.detail());
        assertEquals(2, thrown.json(Map.class).get("left"));
        Throwable failure = thrown.failure().orElseThrow();
        assertTrue(String.valueOf(failure.getCause()).endsWith("why"), failure::toString);

        CellResponse returned = cell.get("/returned");
        assertEquals(410, returned.status());
        assertEquals(Optional.empty(), returned.failure());
    }

    @Test
    void failsWhereTheResultCannotBeSent() {
        for (String path : List.of("/unwritable", "/large", "/bad-header")) {
            CellResponse failed = cell.get(path);
            assertEquals(500, failed.status(), path);
            assertTrue(failed.failure().isPresent(), path);
        }
    }

    @Test
    void waitsForStages() {
        assertEquals(Map.of("answer", 42), cell.get("/later").json(Map.class));
        CellResponse failed = cell.get("/later-fails");
        assertEquals(500, failed.status());
        assertEquals("later", failed.failure().orElseThrow().getMessage());
    }

    @Test
    void interruptsWhatIsPastItsDeadline() throws InterruptedException {
        CellResponse late = cell.get("/sleep");
        assertEquals(504, late.status());
        assertEquals("the cell did not answer before the deadline", late.detail());
        assertEquals(Optional.of("unknown"), late.header("nest-outcome"));
        assertEquals(Optional.empty(), late.failure());
        assertEquals("interrupted", events.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void cancelsAStageThatIsPastTheDeadlineOfTheRequest() throws InterruptedException {
        CellResponse late =
                cell.request("GET", "/never").timeout(Duration.ofMillis(20)).send();
        assertEquals(504, late.status());
        assertEquals("cancelled true", events.poll(10, TimeUnit.SECONDS));
        assertThrows(
                IllegalArgumentException.class,
                () -> cell.request("GET", "/never").timeout(Duration.ZERO));
        assertThrows(
                IllegalArgumentException.class,
                () -> cell.request("GET", "/never").timeout(Duration.ofDays(1)));
    }

    @Test
    void tellsTheCellHowMuchTimeItHas() {
        long byDefault = cell.get("/remaining").json(long.class);
        assertTrue(byDefault > 20_000 && byDefault <= 30_000, () -> byDefault + " ms");
        long asked = cell.request("GET", "/remaining")
                .timeout(Duration.ofSeconds(5))
                .send()
                .json(long.class);
        assertTrue(asked > 0 && asked <= 5_000, () -> asked + " ms");
    }

    @Test
    void cancelsWhatAClosingCellRuns() throws Exception {
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try {
            Future<CellResponse> answer = clients.submit(() -> cell.get("/begun"));
            assertEquals("begun", events.poll(10, TimeUnit.SECONDS));
            cell.close();
            assertEquals("interrupted", events.poll(10, TimeUnit.SECONDS));
            assertEquals(503, answer.get(10, TimeUnit.SECONDS).status());
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void cancelsWhereTheTestIsInterrupted() throws Exception {
        BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        Thread client = new Thread(() -> {
            try {
                cell.get("/begun");
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        client.start();
        assertEquals("begun", events.poll(10, TimeUnit.SECONDS));
        client.interrupt();
        assertEquals("interrupted", events.poll(10, TimeUnit.SECONDS));
        client.join(10_000);
        assertTrue(String.valueOf(thrown.poll()).contains("interrupted while waiting"));
    }

    @Test
    void runsRequestsOfManyThreadsAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(3);
        try {
            List<Future<CellResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(clients.submit(() -> cell.get("/meet")));
            }
            List<String> texts = new ArrayList<>();
            for (Future<CellResponse> answer : answers) {
                texts.add(answer.get(20, TimeUnit.SECONDS).text());
            }
            assertEquals(
                    List.of("met 0", "met 1", "met 2"), texts.stream().sorted().toList());
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void hasNoRoomForMoreThanACellRuns() throws Exception {
        ClassPathCell trouble = new ClassPathCell(
                "test",
                "test",
                List.of(Trouble.class),
                List.of(),
                Map.of(),
                "",
                Map.of(BlockingQueue.class, events, CyclicBarrier.class, new CyclicBarrier(1)));
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try (CellTest small =
                new CellTest(new LocalNest(ClassPathDeployment.start(trouble, 1, 1 << 20, SystemClock.INSTANCE)))) {
            Future<CellResponse> first = clients.submit(() ->
                    small.request("GET", "/begun").timeout(Duration.ofHours(1)).send());
            assertEquals("begun", events.poll(10, TimeUnit.SECONDS));
            CellResponse second = small.get("/fail");
            assertEquals(503, second.status());
            assertEquals(Optional.of("not-started"), second.header("nest-outcome"));
            assertFalse(first.isDone());
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void runsRoutesOnThreadsOfTheCell() {
        assertEquals("cell-test", cell.get("/loader").text());
    }
}

package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cellnest.cell.Catches;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Filter;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Filters and {@code @Catches} methods of requests that are answered in threads, or cancelled. */
@Timeout(30)
class FiltersInExecutorTest {
    public static class Cell {
        private final CompletableFuture<String> later;
        private final BlockingQueue<String> events;

        public Cell(CompletableFuture<String> later, BlockingQueue<String> events) {
            this.later = later;
            this.events = events;
        }

        @Route("/thread")
        public String thread() {
            return Thread.currentThread().toString();
        }

        @Route("/wait")
        public String waits() throws InterruptedException {
            events.add("wait");
            new CountDownLatch(1).await();
            return "never";
        }

        @Route("/later")
        public CompletionStage<String> later() {
            events.add("later");
            return later;
        }

        @Catches(Exception.class)
        public Problem all(Exception e) {
            events.add("caught " + e.getClass().getSimpleName());
            return new Problem(409, String.valueOf(e.getMessage()));
        }
    }

    private final CompletableFuture<String> later = new CompletableFuture<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<ReplyContent> replies = new LinkedBlockingQueue<>();
    private final HandlerExecutor executor =
            new HandlerExecutor("demo", 4, 4, FiltersInExecutorTest.class.getClassLoader(), System::nanoTime);

    @AfterEach
    void close() {
        executor.close(Duration.ofSeconds(5));
    }

    private Execution submit(String path, @Nullable Filter filter) throws InvalidCellException {
        FilterRegistry filters = new FilterRegistry("demo");
        if (filter != null) {
            filters.add("/{path...}", filter);
        }
        HandlerTable table = Cells.table(
                CellContext.forTests("demo"),
                filters,
                Map.of(CompletableFuture.class, later, BlockingQueue.class, events),
                Cell.class);
        Execution execution = new Execution(
                Cells.find(table, "GET", path), Cells.request("GET", path), (done, content) -> replies.add(content));
        assertEquals(List.of(), executor.submit(List.of(execution)));
        return execution;
    }

    private Cells.Answer answer() throws InterruptedException {
        return new Cells.Answer(Objects.requireNonNull(replies.poll(10, TimeUnit.SECONDS), "no reply"));
    }

    private String event() throws InterruptedException {
        return Objects.requireNonNull(events.poll(10, TimeUnit.SECONDS), "no event");
    }

    @Test
    void runInTheThreadOfTheMethod() throws Exception {
        submit("/thread", (request, next) -> {
            assertEquals(Thread.currentThread().toString(), next.proceed());
            return "the same";
        });
        assertEquals("the same", answer().text());
    }

    @Test
    void areInterruptedWithTheMethodAndAnsweredOnce() throws Exception {
        Execution waiting = submit("/wait", (request, next) -> {
            try {
                return next.proceed();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        });
        assertEquals("wait", event());
        waiting.cancel();
        assertEquals(503, answer().status());
        assertEquals("interrupted", event());
        assertNull(events.poll(), "a cancelled request is not caught");
        assertNull(replies.poll());
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // the nest awaits it
    void leaveTheMethodsStageToBeCancelled() throws Exception {
        CompletableFuture<String> own = new CompletableFuture<>();
        Execution pending = submit("/later", (request, next) -> {
            next.proceed();
            events.add("proceeded");
            return own;
        });
        assertEquals("later", event());
        assertEquals("proceeded", event());
        pending.cancel();
        assertEquals(503, answer().status());
        assertTrue(later.isCancelled());
        assertTrue(own.isCancelled());
        assertNull(replies.poll());
    }

    @Test
    void catchWhatAStageCompletesWithLater() throws Exception {
        submit("/later", null);
        assertEquals("later", event());
        assertEquals(1, executor.running());
        later.completeExceptionally(new IOException("lost"));
        Cells.Answer answer = answer();
        assertEquals(409, answer.status());
        assertEquals("lost", answer.detail());
        assertEquals("caught IOException", event());
        assertEquals(0, executor.running());
    }
}

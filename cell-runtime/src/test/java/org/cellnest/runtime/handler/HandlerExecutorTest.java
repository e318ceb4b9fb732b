package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(30)
class HandlerExecutorTest {
    /** What the handlers of a test do and say. */
    static final class Gate {
        final CountDownLatch open = new CountDownLatch(1);
        final BlockingQueue<String> entered = new LinkedBlockingQueue<>();
        final CompletableFuture<String> later = new CompletableFuture<>();
        final Set<Thread> stubborn = ConcurrentHashMap.newKeySet();
        volatile boolean interrupted;
    }

    public static class Cell {
        private final Gate gate;

        public Cell(Gate gate) {
            this.gate = gate;
        }

        @Route("/fast")
        public String fast() {
            return "fast";
        }

        @Route("/wait")
        public String waits() throws InterruptedException {
            gate.entered.add("wait");
            try {
                assertTrue(gate.open.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                gate.interrupted = true;
                throw e;
            }
            return "waited";
        }

        @Route("/stubborn")
        public String stubborn() {
            gate.stubborn.add(Thread.currentThread());
            gate.entered.add("stubborn");
            boolean open = false;
            while (!open) {
                try {
                    open = gate.open.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    gate.interrupted = true;
                }
            }
            return "at last";
        }

        @Route("/later")
        public CompletionStage<String> later() {
            gate.entered.add("later");
            return gate.later;
        }

        /** Heeds no cancel. */
        @Route("/later-for-ever")
        public CompletionStage<String> laterForEver() {
            gate.entered.add("later-for-ever");
            return new CompletableFuture<String>().minimalCompletionStage();
        }

        @Route("/odd-stage")
        public CompletionStage<String> oddStage() {
            return new OddStage(CompletableFuture.failedFuture(new IllegalStateException("odd")));
        }

        @Route("/empty-stage")
        public CompletionStage<String> emptyStage() {
            return new OddStage(CompletableFuture.completedFuture(null));
        }

        @Route("/where")
        public String where() {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(null);
            return MDC.get(HandlerExecutor.MDC_DEPLOYMENT) + " " + MDC.get(HandlerExecutor.MDC_REQUEST) + " "
                    + (loader instanceof URLClassLoader) + " "
                    + Thread.currentThread().getName().startsWith("cell-demo-");
        }

        @Route("/leaves-interrupt")
        public String leavesInterrupt() {
            Thread.currentThread().interrupt();
            MDC.put("left", "behind");
            return "left";
        }

        @Route("/interrupted")
        public String interrupted() {
            return Thread.currentThread().isInterrupted() + " " + MDC.get("left");
        }
    }

    /** Whatever is to follow it, something else does. */
    static final class OddStage extends CompletableFuture<String> {
        private final CompletableFuture<?> next;

        OddStage(CompletableFuture<?> next) {
            this.next = next;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <U> CompletableFuture<U> handle(BiFunction<? super String, Throwable, ? extends U> then) {
            return (CompletableFuture<U>) next;
        }
    }

    private record Got(Execution execution, ReplyContent content) {}

    private static final String STUBBORN = "GET /stubborn (" + Cell.class.getName() + ".stubborn())";

    private final Gate gate = new Gate();
    private final BlockingQueue<Got> replies = new LinkedBlockingQueue<>();
    private final AtomicLong nowNs = new AtomicLong();
    private final URLClassLoader loader = new URLClassLoader(new URL[0]);
    private final AtomicReference<Runnable> onSubmit = new AtomicReference<>();
    private final HandlerExecutor executor = new HandlerExecutor("demo", 4, 4, loader, this::nanoTime);
    private @Nullable HandlerTable table;

    @BeforeEach
    void build() throws InvalidCellException {
        table = Cells.table(CellContext.forTests("demo"), Map.of(Gate.class, gate), Cell.class);
    }

    @AfterEach
    void close() throws Exception {
        gate.open.countDown();
        executor.close(Duration.ofSeconds(5));
        loader.close();
    }

    /** The executor looks at its clock between admitting requests and handing them to its threads. */
    private long nanoTime() {
        Runnable first = onSubmit.getAndSet(null);
        if (first != null) {
            first.run();
        }
        return nowNs.get();
    }

    private Execution execution(String path) {
        HandlerTable built = Objects.requireNonNull(table);
        return new Execution(
                Cells.find(built, "GET", path),
                Cells.request("GET", path, "x-request-id", "id-1"),
                (execution, content) -> replies.add(new Got(execution, content)));
    }

    private Execution submit(String path) {
        Execution execution = execution(path);
        assertEquals(List.of(), executor.submit(List.of(execution)));
        return execution;
    }

    private Got reply() throws InterruptedException {
        Got got = replies.poll(10, TimeUnit.SECONDS);
        return Objects.requireNonNull(got, "no reply");
    }

    private String text() throws InterruptedException {
        return new Cells.Answer(reply().content()).text();
    }

    /** Waits until each stubborn handler waits at the gate, whatever it had to do before. */
    private void awaitStubbornWaiting() {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!gate.stubborn.stream().allMatch(HandlerExecutorTest::isWaiting)) {
            assertTrue(System.nanoTime() - untilNs < 0, "a handler does not wait");
            Thread.onSpinWait();
        }
    }

    private static boolean isWaiting(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(CountDownLatch.class.getName()));
    }

    private void entered() throws InterruptedException {
        assertTrue(gate.entered.poll(10, TimeUnit.SECONDS) != null, "the handler has begun");
    }

    @Test
    void repliesToEachOfABatchWhateverTheOthersDo() throws InterruptedException {
        executor.submit(List.of(execution("/wait"), execution("/fast"), execution("/fast")));
        assertEquals("fast", text());
        assertEquals("fast", text());
        gate.open.countDown();
        assertEquals("waited", text());
    }

    @Test
    void handsBackWhatItHasNoRoomFor() throws InterruptedException {
        List<Execution> batch = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            batch.add(execution("/wait"));
        }
        assertEquals(batch.subList(4, 6), executor.submit(batch));
        assertEquals(4, executor.running());
        gate.open.countDown();
        for (int i = 0; i < 4; i++) {
            assertEquals("waited", text());
        }
        submit("/fast");
        assertEquals("fast", text());
        assertNull(replies.poll());
    }

    @Test
    void answersInAThreadThatIsNotInterrupted() throws InterruptedException {
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        Execution leaves = execution("/leaves-interrupt");
        executor.submit(List.of(new Execution(
                leaves.method(),
                leaves.request(),
                (execution, content) -> interrupted.add(Thread.currentThread().isInterrupted()))));
        assertEquals(false, interrupted.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void hasRoomAgainBeforeItReplies() throws InterruptedException {
        BlockingQueue<Integer> running = new LinkedBlockingQueue<>();
        Execution fast = execution("/fast");
        executor.submit(List.of(
                new Execution(fast.method(), fast.request(), (execution, content) -> running.add(executor.running()))));
        assertEquals(0, running.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void runsHandlersInTheDeploymentsSurroundings() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            submit("/where");
            assertEquals("demo id-1 true true", text());
        }
    }

    @Test
    void leavesNothingOfARequestToTheNext() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            submit("/leaves-interrupt");
            assertEquals("left", text());
            submit("/interrupted");
            assertEquals("false null", text());
        }
    }

    @Test
    void cancellingInterruptsTheHandler() throws InterruptedException {
        Execution waiting = submit("/wait");
        entered();
        waiting.cancel();
        Got got = reply();
        assertSame(waiting, got.execution());
        assertEquals(503, got.content().status());
        assertTrue(gate.interrupted);
        submit("/interrupted");
        assertEquals("false null", text());
    }

    @Test
    void cancellingBeforeItBeginsKeepsItFromBeginning() throws InterruptedException {
        Execution early = execution("/wait");
        early.cancel();
        executor.submit(List.of(early));
        assertEquals(503, reply().content().status());
        assertTrue(gate.entered.isEmpty());
    }

    @Test
    void cancellingAfterTheReplyDoesNothing() throws InterruptedException {
        Execution fast = submit("/fast");
        assertEquals("fast", text());
        fast.cancel();
        assertFalse(fast.cancelled());
    }

    @Test
    void aStageKeepsItsPlaceUntilItCompletes() throws InterruptedException {
        submit("/later");
        entered();
        assertEquals(1, executor.running());
        gate.later.complete("now");
        assertEquals("now", text());
        assertEquals(0, executor.running());
    }

    @Test
    void answersWhateverAStageOfTheCellsOwnCompletesWith() throws InterruptedException {
        for (String path : List.of("/odd-stage", "/empty-stage")) {
            submit(path);
            assertEquals(500, reply().content().status(), path);
            assertEquals(0, executor.running());
        }
    }

    @Test
    void cancellingAStageCompletesIt() throws InterruptedException {
        Execution later = submit("/later");
        entered();
        later.cancel();
        assertEquals(503, reply().content().status());
        assertTrue(gate.later.isCancelled());
    }

    @Test
    void knowsHowLongTheOldestHasBeenRunning() throws InterruptedException {
        assertEquals(0, executor.oldestRunningMs());
        submit("/wait");
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(700));
        submit("/wait");
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(300));
        assertEquals(1000, executor.oldestRunningMs());
        gate.open.countDown();
        reply();
        reply();
        assertEquals(0, executor.oldestRunningMs());
    }

    @Test
    void closingWaitsForWhatRuns() throws Exception {
        submit("/wait");
        entered();
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> executor.close(Duration.ofSeconds(20)));
        while (executor.submit(List.of(execution("/fast"))).isEmpty()) {
            assertEquals("fast", text());
        }
        gate.open.countDown();
        assertTrue(closed.get(20, TimeUnit.SECONDS));
        assertEquals("waited", text());
        assertFalse(gate.interrupted);
    }

    @Test
    void closingWaitsForWhatIsAdmittedAndNotWithAThreadYet() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        onSubmit.set(() -> {
            closed.completeAsync(() -> executor.close(Duration.ofSeconds(20)));
            while (executor.submit(List.of(execution("/fast"))).isEmpty()) {
                Thread.onSpinWait();
            }
        });
        submit("/wait");
        entered();
        assertFalse(closed.isDone());
        gate.open.countDown();
        assertTrue(closed.get(20, TimeUnit.SECONDS));
        assertEquals(
                1,
                replies.stream()
                        .filter(got -> new Cells.Answer(got.content()).text().equals("waited"))
                        .count());
        assertTrue(replies.stream().allMatch(got -> got.content().status() == 200), replies::toString);
    }

    @Test
    void admitsNothingOnceClosingHasSeenItEmpty() throws Exception {
        for (int round = 0; round < 200; round++) {
            HandlerExecutor closing = new HandlerExecutor("demo", 4, 4, loader, nowNs::get);
            AtomicBoolean closed = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Integer> submitting = CompletableFuture.supplyAsync(() -> {
                int taken = 0;
                while (!closed.get()) {
                    taken += 1 - closing.submit(List.of(execution("/fast"))).size();
                    begun.countDown();
                }
                return taken;
            });
            assertTrue(begun.await(10, TimeUnit.SECONDS));
            assertTrue(closing.close(Duration.ofSeconds(20)));
            closed.set(true);
            int taken = submitting.get(10, TimeUnit.SECONDS);
            assertEquals(0, closing.running());
            assertEquals(taken, replies.size());
            assertTrue(replies.stream().allMatch(got -> got.content().status() == 200), "taken and then cancelled");
            replies.clear();
        }
    }

    @Test
    void closingInterruptsWhatRunsForTooLong() throws InterruptedException {
        submit("/wait");
        entered();
        assertTrue(executor.close(Duration.ZERO));
        assertEquals(503, reply().content().status());
        assertTrue(gate.interrupted);
    }

    @Test
    void closingAnswersForWhatNeverEnds() throws InterruptedException {
        submit("/stubborn");
        entered();
        assertFalse(executor.close(Duration.ZERO));
        assertEquals(503, reply().content().status());
        gate.open.countDown();
        assertTrue(executor.close(Duration.ofSeconds(5)));
        assertNull(replies.poll(), "a second reply");
    }

    @Test
    void runsTasksUntilItCloses() throws InterruptedException {
        BlockingQueue<ClassLoader> loaders = new LinkedBlockingQueue<>();
        executor.tasks().execute(() -> loaders.add(Thread.currentThread().getContextClassLoader()));
        assertSame(loader, loaders.poll(10, TimeUnit.SECONDS));
        executor.close(Duration.ZERO);
        assertThrows(RejectedExecutionException.class, () -> executor.tasks().execute(() -> {}));
    }

    @Test
    void repliesOnceToEachUnderCancellation() throws InterruptedException {
        int rounds = 500;
        for (int i = 0; i < rounds; i++) {
            Execution one = execution(i % 2 == 0 ? "/fast" : "/interrupted");
            Execution two = execution("/interrupted");
            executor.submit(List.of(one, two));
            one.cancel();
            reply();
            Got second = reply();
            if (second.execution() == two) {
                assertEquals("false null", new Cells.Answer(second.content()).text());
            }
        }
        assertNull(replies.poll());
        assertEquals(0, executor.running());
    }

    /** Of requests that have 5 s. */
    private List<StuckHandler> lookAfterMs(long ms) {
        nowNs.set(TimeUnit.MILLISECONDS.toNanos(ms));
        return executor.lookForStuck();
    }

    @Test
    void cancelsWhatItsRouterDidNotCancelAtTheDeadline() throws InterruptedException {
        submit("/wait");
        entered();
        assertEquals(List.of(), lookAfterMs(5_999));
        assertNull(replies.poll());
        assertEquals(List.of(), lookAfterMs(6_000));
        assertEquals(503, reply().content().status());
        assertTrue(gate.interrupted);
        assertEquals(0, executor.stuck());
    }

    @Test
    void givesTheRoomOfStuckHandlersToOthers() throws InterruptedException {
        executor.submit(List.of(execution("/stubborn"), execution("/stubborn"), execution("/stubborn")));
        entered();
        entered();
        entered();
        assertEquals(List.of(), lookAfterMs(6_999));
        assertEquals(3, executor.running());
        awaitStubbornWaiting();
        List<StuckHandler> stuck = lookAfterMs(7_000);
        assertEquals(3, stuck.size());
        assertEquals(STUBBORN, stuck.get(0).route());
        assertEquals("id-1", stuck.get(0).request());
        assertEquals(2_000, stuck.get(0).overdueMs());
        assertTrue(stuck.get(0).stack().stream().anyMatch(frame -> frame.contains("await")), stuck::toString);
        for (int i = 0; i < 3; i++) {
            assertEquals(503, reply().content().status());
        }
        assertEquals(0, executor.running());
        assertEquals(3, executor.stuck());
        assertEquals(Map.of(STUBBORN, 3), executor.stuckByRoute());
        assertEquals(List.of(), executor.lookForStuck(), "named once");
        // Four at a time, as if nothing were lost.
        executor.submit(List.of(execution("/wait"), execution("/wait"), execution("/wait"), execution("/wait")));
        for (int i = 0; i < 4; i++) {
            entered();
        }
        gate.open.countDown();
        for (int i = 0; i < 4; i++) {
            assertEquals("waited", text());
        }
        awaitStuck(0);
        assertNull(replies.poll(), "a second reply");
    }

    @Test
    void takesNothingWhileItsLimitOfHandlersIsStuck() throws InterruptedException {
        executor.submit(List.of(
                execution("/stubborn"), execution("/stubborn"), execution("/stubborn"), execution("/stubborn")));
        for (int i = 0; i < 4; i++) {
            entered();
        }
        assertEquals(4, lookAfterMs(7_000).size());
        assertTrue(executor.isSuspended());
        assertEquals(1, executor.submit(List.of(execution("/fast"))).size());
        gate.open.countDown();
        awaitStuck(0);
        replies.clear();
        submit("/fast");
        assertEquals("fast", text());
    }

    @Test
    void answersForAStageThatNobodyCompletes() throws InterruptedException {
        submit("/later-for-ever");
        entered();
        while (runsAHandler()) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), lookAfterMs(7_000));
        assertEquals(503, reply().content().status());
        assertEquals(0, executor.running());
        assertEquals(0, executor.stuck());
    }

    @Test
    void answersForAHandlerThatEndsTheProcess() throws InterruptedException {
        submit("/stubborn");
        entered();
        Thread thread = executor.threads().get(0);
        assertEquals(STUBBORN, executor.onExit(thread));
        assertEquals(500, reply().content().status());
        assertNull(executor.onExit(Thread.currentThread()));
    }

    private boolean runsAHandler() {
        return executor.threads().stream()
                .flatMap(thread -> Arrays.stream(thread.getStackTrace()))
                .anyMatch(frame -> frame.getClassName().equals(HandlerExecutor.class.getName()));
    }

    private void awaitStuck(int count) {
        while (executor.stuck() != count) {
            Thread.onSpinWait();
        }
    }
}

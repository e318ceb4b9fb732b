package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cellnest.cell.Body;
import org.cellnest.cell.Route;
import org.cellnest.cell.Writing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StreamThreadsTest {
    private final DeploymentThreads starter =
            new DeploymentThreads("demo", getClass().getClassLoader());
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);

    private void waits() {
        events.add("begun");
        try {
            go.await();
        } catch (InterruptedException e) {
            events.add("interrupted");
        }
        events.add("done");
    }

    private String event() throws InterruptedException {
        return String.valueOf(events.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void aPoolTakesNoMoreThanItHasThreads() throws InterruptedException {
        StreamThreads threads = new StreamThreads(starter, true, 2, System::nanoTime);
        assertTrue(threads.tryExecute(this::waits));
        assertTrue(threads.tryExecute(this::waits));
        assertFalse(threads.tryExecute(this::waits));
        assertEquals("begun", event());
        assertEquals("begun", event());
        go.countDown();
        assertEquals("done", event());
        assertEquals("done", event());
        while (!threads.tryExecute(this::waits)) {
            Thread.onSpinWait(); // a thread is free a moment after its task's end
        }
        assertEquals("begun", event());
        threads.close();
        assertFalse(threads.tryExecute(this::waits));
        assertTrue(threads.awaitEnd(TimeUnit.SECONDS.toNanos(10)));
    }

    @Test
    void withoutAPoolEachTaskHasAThread() throws InterruptedException {
        StreamThreads threads = new StreamThreads(starter, false, 1, System::nanoTime);
        for (int i = 0; i < 5; i++) {
            assertTrue(threads.tryExecute(this::waits));
        }
        for (int i = 0; i < 5; i++) {
            assertEquals("begun", event());
        }
        go.countDown();
    }

    public static class Cell {
        private final BlockingQueue<String> events;

        public Cell(BlockingQueue<String> events) {
            this.events = events;
        }

        @Route(value = "/read", methods = "PUT")
        public String read(@Body InputStream in) throws IOException {
            events.add("reads");
            return "" + in.readAllBytes().length;
        }

        @Route(value = "/whole", methods = "PUT")
        public String whole(@Body byte[] body) {
            return "" + body.length;
        }

        @Route("/write")
        public Writing write() {
            return out -> out.write(new byte[100_000]);
        }
    }

    /** On a JVM with virtual threads there is no bound but the router's. */
    @Test
    void aFullPoolRefusesBodiesBeforeTheyBegin() throws Exception {
        FlowSettings settings = new FlowSettings(1, 1 << 20, FilePump.create());
        boolean pooled = !starter.areVirtual();
        try (FlowRig rig = new FlowRig(settings, null, Cell.class)) {
            FakeFlow first = new FakeFlow(-1);
            rig.submit("PUT", "/read", first);
            assertEquals("reads", rig.event());
            FakeFlow second = new FakeFlow(-1);
            Execution refused = rig.execution("PUT", "/read", second);
            assertEquals(pooled ? 1 : 0, rig.executor.submit(List.of(refused)).size());
            assertFalse(pooled && second.isOpened());
            rig.submit("PUT", "/whole", new FakeFlow(-1).send(new byte[7]).end());
            assertEquals(pooled ? 503 : 200, rig.reply().status());
            rig.submit("GET", "/write", null);
            ReplyContent written = rig.reply();
            assertEquals(pooled ? 503 : 200, written.status());
            if (!pooled) {
                FlowRig.rest(written).discard();
                second.end();
                assertEquals("200 0", rig.whole());
            }
            first.end();
            assertEquals("200 0", rig.whole());
        }
    }
}

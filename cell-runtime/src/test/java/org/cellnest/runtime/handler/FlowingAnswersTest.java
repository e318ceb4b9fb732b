package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.cellnest.cell.Catches;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.cell.Writing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers whose bodies flow. */
@Timeout(60)
class FlowingAnswersTest {
    private static final int LONG = 300_000;
    /** The first piece of an answer, half of the largest that tests send. */
    private static final int PIECE = Cells.MAX_REPLY / 2;

    private static final long PLENTY = Long.MAX_VALUE / 2;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        Files.write(folder.resolve("long"), content());
    }

    private static byte[] content() {
        byte[] bytes = new byte[LONG];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    public static class Cell {
        private final BlockingQueue<String> events;

        public Cell(BlockingQueue<String> events) {
            this.events = events;
        }

        private InputStream noted(byte[] bytes) {
            return new FilterInputStream(new ByteArrayInputStream(bytes)) {
                @Override
                public void close() {
                    events.add("closed");
                }
            };
        }

        @Route("/stream")
        public InputStream stream() {
            return noted(content());
        }

        @Route("/channel")
        public ReadableByteChannel channel() {
            return Channels.newChannel(noted(content()));
        }

        @Route("/short/{type}")
        public Object shortOf(String type) {
            byte[] bytes = "short".getBytes(StandardCharsets.UTF_8);
            return switch (type) {
                case "stream" -> noted(bytes);
                case "channel" -> Channels.newChannel(new ByteArrayInputStream(bytes));
                case "writing" -> (Writing) out -> out.write(bytes);
                case "later" -> CompletableFuture.completedFuture((Writing) out -> out.write(bytes));
                default -> new Items(List.of("sh", "ort"), null);
            };
        }

        @Route(
                value = "/writing",
                methods = {"GET", "HEAD"},
                produces = "text/plain")
        public Writing writing() {
            return out -> {
                events.add("runs");
                out.write(content());
            };
        }

        @Route("/flushed")
        public Writing flushed() {
            return out -> {
                out.write('a');
                out.flush();
                events.add("flushed");
                out.write('b');
                out.flush();
            };
        }

        @Route("/declared/{length}")
        public Response declared(long length) {
            return Response.stream("a/b", out -> out.write(content())).length(length);
        }

        @Route("/declared-short/{length}")
        public Response declaredShort(long length) {
            return Response.stream("a/b", out -> out.write(7)).length(length);
        }

        @Route("/throws/{after}")
        public Writing throwsAfter(int after) {
            return out -> {
                out.write(new byte[after]);
                throw new FileNotFoundException("on purpose");
            };
        }

        @Route("/waits")
        public Writing waits() {
            return out -> {
                out.flush();
                events.add("waits");
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    events.add("interrupted");
                    throw e;
                }
            };
        }

        @Route("/file")
        public Path file() {
            return folder.resolve("long");
        }

        @Route("/cut")
        public Path cut() {
            return folder.resolve("cut");
        }

        @Route("/items")
        public Flow.Publisher<Map<String, Integer>> items() {
            return new Items(List.of(Map.of("a", 1), Map.of("a", 2)), null).typed();
        }

        @Route("/bytes")
        public Flow.Publisher<ByteBuffer> bytes() {
            ByteBuffer piece = ByteBuffer.wrap(content());
            return new Items(List.of(piece, piece, piece), null).typed();
        }

        @Route("/fails/{bytes}")
        public Flow.Publisher<byte[]> fails(int bytes) {
            return new Items(List.of(new byte[bytes]), new FileNotFoundException("published")).typed();
        }

        @Route("/live")
        public Flow.Publisher<String> live() {
            return new Live(events).typed();
        }

        @Catches(FileNotFoundException.class)
        public Problem caught(FileNotFoundException e) {
            return new Problem(410, String.valueOf(e.getMessage()));
        }
    }

    /** Publishes items at each request, at once. */
    private static class Items implements Flow.Publisher<Object> {
        private final List<?> items;
        private final @Nullable Throwable failure;

        Items(List<?> items, @Nullable Throwable failure) {
            this.items = items;
            this.failure = failure;
        }

        @SuppressWarnings("unchecked") // as the test has it
        <T> Flow.Publisher<T> typed() {
            return (Flow.Publisher<T>) (Flow.Publisher<?>) this;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Object> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                private int next;

                @Override
                public void request(long n) {
                    if (next < items.size()) {
                        subscriber.onNext(items.get(next++));
                    } else if (failure != null) {
                        subscriber.onError(failure);
                    } else {
                        subscriber.onComplete();
                    }
                }

                @Override
                public void cancel() {}
            });
        }
    }

    /** Publishes one item, and then nothing until it is cancelled. */
    private static final class Live extends Items {
        private final BlockingQueue<String> events;

        Live(BlockingQueue<String> events) {
            super(List.of(), null);
            this.events = events;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Object> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                private boolean said;

                @Override
                public void request(long n) {
                    if (!said) {
                        said = true;
                        subscriber.onNext("tick");
                    }
                }

                @Override
                public void cancel() {
                    events.add("cancelled");
                }
            });
        }
    }

    private static byte[] all(ReplyContent content, FakeReplyFlow out) throws Exception {
        assertEquals("end", out.outcome());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(content.body().toByteArray());
        all.writeBytes(out.bytes());
        return all.toByteArray();
    }

    private static FakeReplyFlow start(ReplyContent content, long room) {
        FakeReplyFlow out = new FakeReplyFlow(room);
        FlowRig.rest(content).start(out);
        return out;
    }

    @Test
    void goWholeIfTheyAreShort() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            for (String type : List.of("stream", "channel", "writing", "later", "publisher")) {
                rig.submit("GET", "/short/" + type, null);
                assertEquals("200 short", rig.whole(), type);
            }
            assertEquals("closed", rig.event());
        }
    }

    @Test
    void flowIfTheyAreLong() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            for (String path : List.of("/stream", "/channel", "/writing", "/file")) {
                rig.submit("GET", path, null);
                ReplyContent content = rig.reply();
                assertEquals(200, content.status());
                assertEquals(PIECE, content.body().length(), path);
                FakeReplyFlow out = start(content, 1000);
                out.awaitBytes(1000);
                out.give(PLENTY);
                assertArrayEquals(content(), all(content, out), path);
                String length = path.equals("/file") ? "" + LONG : null;
                assertEquals(length, content.fields().first("content-length"), path);
            }
            assertEquals("closed", rig.event());
            assertEquals("closed", rig.event());
        }
    }

    @Test
    void flowOnceTheyAreFlushed() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("GET", "/flushed", null);
            ReplyContent content = rig.reply();
            assertEquals("a", FlowRig.text(content.body()));
            assertNull(rig.events.peek(), "it waits for the head to go");
            FakeReplyFlow out = start(content, PLENTY);
            assertEquals("flushed", rig.event());
            assertArrayEquals(new byte[] {'a', 'b'}, all(content, out));
            assertEquals(2, out.flushes());
        }
    }

    @Test
    void haveTheLengthThatIsDeclaredOrBreakOff() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("GET", "/declared/" + LONG, null);
            ReplyContent right = rig.reply();
            assertEquals("" + LONG, right.fields().first("content-length"));
            assertArrayEquals(content(), all(right, start(right, PLENTY)));
            rig.submit("GET", "/declared/" + (LONG + 1), null);
            String outcome = start(rig.reply(), PLENTY).outcome();
            assertTrue(outcome.startsWith("broken: the handler failed, reference r"), outcome);
            rig.submit("GET", "/declared/" + (LONG - 1), null);
            assertEquals(500, rig.reply().status(), "it is known before the head goes");
            rig.submit("GET", "/declared-short/2", null);
            assertEquals(500, rig.reply().status());
            rig.submit("GET", "/declared-short/1", null);
            assertEquals("200 \u0007", rig.whole());
        }
    }

    @Test
    void areTheHeadAloneForHead() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("HEAD", "/writing", null);
            assertEquals("200 ", rig.whole());
            assertNull(rig.events.peek());
        }
    }

    @Test
    void breakOffIfTheirWriterThrows() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("GET", "/throws/100000", null);
            String outcome = start(rig.reply(), PLENTY).outcome();
            assertTrue(outcome.startsWith("broken: the handler failed, reference r"), outcome);
            rig.submit("GET", "/throws/100", null);
            assertEquals(410, rig.reply().status(), "it is caught while the head has not gone");
        }
    }

    @Test
    void interruptTheirWriterIfTheyAreCancelled() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            Execution execution = rig.submit("GET", "/waits", null);
            FakeReplyFlow out = start(rig.reply(), PLENTY);
            assertEquals("waits", rig.event());
            execution.cancel();
            assertEquals("interrupted", rig.event());
            assertEquals("broken: cancelled", out.outcome());
            Execution blocked = rig.submit("GET", "/writing", null);
            FakeReplyFlow full = start(rig.reply(), 10);
            full.awaitBytes(10);
            blocked.cancel();
            assertEquals("broken: cancelled", full.outcome());
        }
    }

    @Test
    void endWithTheirClient() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            for (String path : List.of("/stream", "/writing", "/file", "/bytes")) {
                rig.submit("GET", path, null);
                FakeReplyFlow out = start(rig.reply(), 10);
                out.awaitBytes(10);
                out.leave();
                assertEquals("broken: cancelled", out.outcome(), path);
                rig.submit("GET", path, null);
                FlowRig.rest(rig.reply()).discard();
            }
        } // which waits for all that flows
    }

    @Test
    void ofFilesThatBecomeShorterBreakOff() throws Exception {
        Path file = folder.resolve("cut");
        Files.write(file, content());
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("GET", "/cut", null);
            FakeReplyFlow out = start(rig.reply(), 100_000);
            out.awaitBytes(100_000);
            Files.write(file, new byte[10]);
            out.give(PLENTY);
            assertTrue(out.outcome().startsWith("broken: the file failed, reference r"), out::toString);
        }
    }

    @Test
    void ofPublishersAreLinesOrBytes() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("GET", "/items", null);
            ReplyContent lines = rig.reply();
            assertEquals("{\"a\":1}\n{\"a\":2}\n", FlowRig.text(lines.body()));
            assertEquals("application/x-ndjson", lines.fields().first("content-type"));
            rig.submit("GET", "/bytes", null);
            ReplyContent bytes = rig.reply();
            assertEquals("application/octet-stream", bytes.fields().first("content-type"));
            FakeReplyFlow out = start(bytes, 1000);
            out.awaitBytes(1000);
            out.give(PLENTY);
            assertEquals(3 * LONG, all(bytes, out).length);
            rig.submit("GET", "/fails/10", null);
            assertEquals(410, rig.reply().status());
            rig.submit("GET", "/fails/100000", null);
            String outcome = start(rig.reply(), PLENTY).outcome();
            assertTrue(outcome.startsWith("broken: the handler failed, reference r"), outcome);
        }
    }

    @Test
    void ofLivePublishersGoAtOnceAndAreCancelled() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            Execution execution = rig.submit("GET", "/live", null);
            ReplyContent content = rig.reply();
            assertEquals("tick", FlowRig.text(content.body()));
            FakeReplyFlow out = start(content, PLENTY);
            execution.cancel();
            assertEquals("cancelled", rig.event());
            assertEquals("broken: cancelled", out.outcome());
        }
    }
}

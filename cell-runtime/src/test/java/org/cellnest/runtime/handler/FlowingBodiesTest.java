package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.cellnest.cell.Body;
import org.cellnest.cell.Catches;
import org.cellnest.cell.Content;
import org.cellnest.cell.FormFile;
import org.cellnest.cell.Part;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Parts;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.cellnest.cell.StreamResetException;
import org.cellnest.cell.Upload;
import org.cellnest.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose bodies flow. */
@Timeout(60)
class FlowingBodiesTest {
    private static final int PIECE = 16 << 10;

    @TempDir
    private static Path folder;

    public static class Cell {
        private final BlockingQueue<String> events;

        public Cell(BlockingQueue<String> events) {
            this.events = events;
        }

        @Route(value = "/stream", methods = "PUT")
        public String stream(@Body InputStream in) throws IOException {
            events.add("begun");
            return "" + in.transferTo(OutputStream.nullOutputStream());
        }

        @Route(value = "/bounded", methods = "PUT")
        public String bounded(@Body(max = 10) InputStream in) throws IOException {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Route(value = "/channel", methods = "PUT")
        public String channel(@Body ReadableByteChannel in) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(1000);
            long count = 0;
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer.clear())) {
                count += got;
            }
            return "" + count;
        }

        @Route(value = "/upload/{name}", methods = "PUT")
        public String upload(String name, Upload upload) throws IOException {
            long saved = upload.saveTo(folder.resolve(name));
            return upload.type().orElse("") + " " + upload.length() + " " + saved;
        }

        @Route(value = "/publisher", methods = "PUT")
        public CompletionStage<String> publisher(@Body Flow.Publisher<ByteBuffer> body) {
            return new Counter(body).sum;
        }

        @Route(value = "/parts", methods = "POST")
        public String parts(Parts parts) throws IOException {
            StringBuilder seen = new StringBuilder();
            for (var part = parts.next(); part.isPresent(); part = parts.next()) {
                PartStream one = part.get();
                seen.append(one.name()).append('=');
                seen.append(one.stream().transferTo(OutputStream.nullOutputStream()));
                seen.append(';');
            }
            return seen.toString();
        }

        @Route(value = "/files", methods = "POST")
        public String files(@Part String title, @Part FormFile file) throws IOException {
            try (InputStream in = file.stream()) {
                String first = "" + (char) in.read();
                return title + " " + file.length() + " " + first + " " + file.saveTo(folder.resolve("form")) + " "
                        + file.getClass().getSimpleName();
            }
        }

        @Route(value = "/text", methods = "PUT")
        public String text(@Body String text) {
            return text.length() + " " + text.charAt(0);
        }

        @Route(value = "/bytes", methods = "PUT")
        public String bytes(@Body(max = 100_000) byte[] bytes) {
            return "" + bytes.length;
        }

        @Route(value = "/json", methods = "PUT")
        public String json(Map<String, String> json) {
            return String.valueOf(json.get("a"));
        }

        @Route(value = "/form", methods = "PUT")
        public String form(String a) {
            return a;
        }

        @Route(value = "/content", methods = "PUT")
        public String content(Content content, Request request) {
            return content.length() + " " + request.body().length();
        }

        @Route(value = "/none", methods = "PUT")
        public String none() {
            return "none";
        }

        @Route(value = "/ignores", methods = "PUT")
        public String ignores(@Body InputStream in, Request request) {
            assertThrows(IllegalStateException.class, request::body);
            return "ignored";
        }

        @Route(value = "/kept", methods = "PUT")
        public InputStream kept(@Body InputStream in) {
            return in;
        }

        @Catches(StreamResetException.class)
        public Problem reset(StreamResetException e) {
            events.add(e.code());
            return new Problem(409, e.code());
        }
    }

    private static final class Counter implements Flow.Subscriber<ByteBuffer> {
        private final CompletableFuture<String> sum = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private long count;

        Counter(Flow.Publisher<ByteBuffer> body) {
            body.subscribe(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(ByteBuffer item) {
            count += item.remaining();
            Objects.requireNonNull(subscription).request(1);
        }

        @Override
        public void onError(Throwable thrown) {
            sum.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            sum.complete("" + count);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static FakeFlow pieces(int count) {
        FakeFlow flow = new FakeFlow(-1);
        for (int i = 0; i < count; i++) {
            byte[] piece = new byte[PIECE];
            Arrays.fill(piece, (byte) 'x');
            flow.send(piece);
        }
        return flow;
    }

    @Test
    void areReadWhileTheyComeAndNoFasterThanTheyAreRead() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow flow = new FakeFlow(-1);
            rig.submit("PUT", "/stream", flow);
            assertEquals("begun", rig.event());
            for (int i = 0; i < 100; i++) {
                flow.send(new byte[PIECE]);
            }
            assertTrue(flow.sent() - flow.used() <= FlowInput.WINDOW + PIECE, "a window ahead");
            flow.end();
            assertEquals("200 " + 100 * PIECE, rig.whole());
            assertEquals(100L * PIECE, flow.used());
            rig.submit("PUT", "/channel", pieces(3).end());
            assertEquals("200 " + 3 * PIECE, rig.whole());
            rig.submit("PUT", "/publisher", pieces(30).end());
            assertEquals("200 " + 30 * PIECE, rig.whole());
            rig.submit("PUT", "/stream", null);
            assertEquals("200 0", rig.whole());
            assertEquals(0, rig.executor.running());
        }
    }

    @Test
    void areSavedOnceTheirEndHasCome() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow flow = pieces(10);
            rig.submit("PUT", "/upload/whole", flow, "content-type", "a/b");
            assertTrue(Files.notExists(folder.resolve("whole")));
            flow.end();
            assertEquals("200 a/b -1 " + 10 * PIECE, rig.whole());
            assertEquals(10 * PIECE, Files.size(folder.resolve("whole")));
            rig.submit("PUT", "/upload/broken", pieces(10).breakOff(ErrorCode.ASKER_GONE));
            assertEquals("asker-gone", rig.event());
            assertEquals(409, rig.reply().status());
            assertTrue(Files.notExists(folder.resolve("broken")));
        }
    }

    @Test
    void thatBreakOffThrowAndNeverEnd() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            for (String path : List.of("/stream", "/channel", "/publisher")) {
                rig.submit("PUT", path, pieces(2).breakOff(ErrorCode.IDLE));
                assertEquals(409, rig.reply().status(), path);
                rig.events.removeIf("begun"::equals);
                assertEquals("idle", rig.event());
            }
        }
    }

    @Test
    void thatAreCancelledInterruptTheirReader() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow flow = new FakeFlow(-1);
            Execution execution = rig.submit("PUT", "/stream", flow);
            assertEquals("begun", rig.event());
            execution.cancel();
            assertEquals(503, rig.reply().status());
            assertEquals(ErrorCode.NOT_READ, flow.stops.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void areNotReadIfTheMethodDoesNot() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            for (String path : List.of("/none", "/ignores")) {
                FakeFlow flow = pieces(1);
                rig.submit("PUT", path, flow);
                assertEquals(200, rig.reply().status());
                assertEquals(ErrorCode.NOT_READ, flow.stops.poll(10, TimeUnit.SECONDS));
                assertFalse(flow.isOpened(), path);
            }
        }
    }

    @Test
    void mayBeTheAnswersThatFlow() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow flow = pieces(10);
            rig.submit("PUT", "/kept", flow);
            ReplyContent content = rig.reply();
            FakeReplyFlow out = new FakeReplyFlow(Long.MAX_VALUE / 2);
            FlowRig.rest(content).start(out);
            assertNull(flow.stops.peek());
            flow.end();
            assertEquals("end", out.outcome());
            assertEquals(10 * PIECE, content.body().length() + out.bytes().length);
        }
    }

    @Test
    void areCollectedForMethodsThatTakeThemWhole() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("PUT", "/text", pieces(8).end());
            assertEquals("200 " + 8 * PIECE + " x", rig.whole());
            FakeFlow flow = new FakeFlow(9).send(bytes("{\"a\":"));
            rig.submit("PUT", "/json", flow, "content-type", "application/json");
            assertNull(rig.replies.poll(50, TimeUnit.MILLISECONDS), "it starts whole");
            flow.send(bytes("\"b\"}")).end();
            assertEquals("200 b", rig.whole());
            rig.submit(
                    "PUT",
                    "/form",
                    new FakeFlow(-1).send(bytes("a=")).send(bytes("c")).end(),
                    "content-type",
                    "application/x-www-form-urlencoded");
            assertEquals("200 c", rig.whole());
            rig.submit("PUT", "/content", pieces(2).end());
            assertEquals("200 " + 2 * PIECE + " " + 2 * PIECE, rig.whole());
        }
    }

    @Test
    void thatAreTooLongToCollectAre413() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow announced = new FakeFlow((1 << 20) + 1);
            rig.submit("PUT", "/text", announced);
            assertEquals(413, rig.reply().status());
            assertFalse(announced.isOpened());
            assertEquals(ErrorCode.NOT_READ, announced.stops.poll(10, TimeUnit.SECONDS));
            FakeFlow passed = pieces(65);
            rig.submit("PUT", "/text", passed);
            assertTrue(rig.whole().contains("body: more than 1048576 bytes (expected: at most 1048576)"));
            assertEquals(ErrorCode.NOT_READ, passed.stops.poll(10, TimeUnit.SECONDS));
            rig.submit("PUT", "/bytes", pieces(7));
            assertEquals(413, rig.reply().status());
            rig.submit("PUT", "/bytes", pieces(6).end());
            assertEquals("200 " + 6 * PIECE, rig.whole());
        }
    }

    @Test
    void thatBreakOffWhileCollectedStartNothing() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("PUT", "/text", pieces(2).breakOff(ErrorCode.ASKER_GONE));
            assertEquals(503, rig.reply().status());
            Execution cancelled = rig.submit("PUT", "/text", pieces(2));
            cancelled.cancel();
            assertEquals(503, rig.reply().status());
        }
    }

    @Test
    void thatFlowAreBoundedToo() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            rig.submit("PUT", "/bounded", new FakeFlow(11));
            assertEquals(413, rig.reply().status());
            FakeFlow passed = new FakeFlow(-1).send(bytes("12345")).send(bytes("678901"));
            rig.submit("PUT", "/bounded", passed);
            assertEquals(413, rig.reply().status());
            assertEquals(ErrorCode.NOT_READ, passed.stops.poll(10, TimeUnit.SECONDS));
            rig.submit(
                    "PUT",
                    "/bounded",
                    new FakeFlow(10).send(bytes("1234567890")).end());
            assertEquals("200 1234567890", rig.whole());
        }
    }

    @Test
    void ofFormsAreReadPartByPart() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow flow = new FakeFlow(-1).send(bytes("--b\r\ncontent-disposition: form-data; name=a\r\n\r\n"));
            rig.submit("POST", "/parts", flow, "content-type", "multipart/form-data; boundary=b");
            for (int i = 0; i < 50; i++) {
                flow.send(new byte[PIECE]);
            }
            flow.send(bytes("\r\n--b\r\ncontent-disposition: form-data; name=c\r\n\r\nd\r\n--b--\r\n"))
                    .end();
            assertEquals("200 a=" + 50 * PIECE + ";c=1;", rig.whole());
        }
    }

    @Test
    void ofFormsKeepLongFilesOnDiskUntilTheAnswer() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow flow = new FakeFlow(-1)
                    .send(bytes("--b\r\ncontent-disposition: form-data; name=title\r\n\r\nt\r\n"))
                    .send(bytes("--b\r\ncontent-disposition: form-data; name=file; filename=f\r\n\r\n"));
            for (int i = 0; i < 10; i++) {
                byte[] piece = new byte[PIECE];
                Arrays.fill(piece, (byte) 'y');
                flow.send(piece);
            }
            flow.send(bytes("\r\n--b--\r\n")).end();
            rig.submit("POST", "/files", flow, "content-type", "multipart/form-data; boundary=b");
            int length = 10 * PIECE;
            assertEquals("200 t " + length + " y " + length + " SpooledFile", rig.whole());
            assertEquals(length, Files.size(folder.resolve("form")));
        }
    }

    @Test
    void passThroughFilters() throws Exception {
        try (FlowRig rig = new FlowRig(
                FlowSettings.defaults(),
                (request, next) ->
                        request.path().equals("/none") ? request.body().text() : next.proceed(),
                Cell.class)) {
            rig.submit("PUT", "/channel", pieces(5).end());
            assertEquals("200 " + 5 * PIECE, rig.whole());
            rig.submit("PUT", "/none", new FakeFlow(-1).send(bytes("seen")).end());
            assertEquals("200 seen", rig.whole());
        }
    }

    @Test
    void thatFlowHaveNoDeadline() throws Exception {
        try (FlowRig rig = new FlowRig(Cell.class)) {
            FakeFlow flow = new FakeFlow(-1);
            Execution execution = rig.submit("PUT", "/stream", flow);
            assertEquals("begun", rig.event());
            flow.send(new byte[1]);
            while (!flow.isOpened()) {
                Thread.onSpinWait();
            }
            long later = System.nanoTime() + TimeUnit.HOURS.toNanos(1);
            assertEquals(Long.MIN_VALUE, execution.overdueNs(later));
            flow.end();
            assertEquals("200 1", rig.whole());
            assertTrue(execution.overdueNs(later) > 0, "it begins anew with the end");
        }
    }
}

package org.cellnest.gateway;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;

/**
 * A router and a cell behind it, as a gateway sees them: takes one request's body with a window, checks offsets and limits,
 * and sends an answer's within the gateway's credit.
 */
final class FlowingCell implements AutoCloseable {
    static final int WINDOW = 64 << 10;

    final Queue<Message> came = new ConcurrentLinkedQueue<>();
    /** Records that broke a rule. */
    final List<String> wrong = new ArrayList<>();

    final FakeRouter router;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private long limit;
    private long received;
    private boolean ended;
    private boolean reads;
    private long granted;
    private long sent;
    private byte[] answer = {};
    private int answered;
    private long answering;
    private boolean keepsOpen;

    FlowingCell(FakeRouter.Builder with) {
        router = with.answering(request -> null).flowing(this::onMessage).start();
    }

    static FlowingCell start() {
        return new FlowingCell(FakeRouter.builder());
    }

    TestGateway gateway(String... settings) {
        return TestGateway.start(List.of(router.endpoint()), settings).awaitReady();
    }

    /** Waits for the request, and takes its first piece. */
    Request await() {
        Request request = router.awaitRequest();
        synchronized (this) {
            body.writeBytes(request.body().toByteArray());
        }
        return request;
    }

    /** Permits a window, and renews it as it is used up. */
    synchronized void read(Request request) {
        reads = true;
        limit = WINDOW;
        router.send(request.exchange(), new Credit(request.exchange(), limit));
    }

    /** Permits so much, once. */
    synchronized void permit(Request request, long upTo) {
        limit = upTo;
        router.send(request.exchange(), new Credit(request.exchange(), limit));
    }

    byte[] awaitBody() {
        Await.until("the whole body", () -> {
            synchronized (this) {
                return ended;
            }
        });
        return bodySoFar();
    }

    synchronized byte[] bodySoFar() {
        return body.toByteArray();
    }

    private synchronized void onMessage(Message message) {
        came.add(message);
        if (message instanceof Data data) {
            onData(data);
        } else if (message instanceof Credit credit) {
            if (credit.limit() <= granted) {
                wrong.add("a limit of " + credit.limit() + " after " + granted);
            }
            granted = credit.limit();
            pump();
        }
    }

    private void onData(Data data) {
        int length = WireRecord.DATA_HEAD_BYTES + data.bytes().length();
        boolean free = data.bytes().isEmpty() && !data.has(Flags.MORE);
        if (data.offset() != received || (!free && received + length > limit) || length > 64 << 10 || ended) {
            wrong.add("DATA of " + length + " at " + data.offset() + " after " + received + ", limit " + limit);
        }
        received += length;
        body.writeBytes(data.bytes().toByteArray());
        ended = !data.has(Flags.MORE);
        if (reads && !ended && limit - received <= WINDOW / 2) {
            limit = received + WINDOW;
            router.send(data.exchange(), new Credit(data.exchange(), limit));
        }
    }

    /** Begins an answer of which the first piece goes with the head, and the rest as the gateway permits it. */
    synchronized void answer(Request request, int status, Fields fields, byte[] bytes, int firstPiece) {
        answering = request.exchange();
        answer = bytes;
        answered = firstPiece;
        byte[] first = java.util.Arrays.copyOf(bytes, firstPiece);
        router.send(answering, new Reply(answering, Flags.MORE, status, fields, Slice.of(first)));
        pump();
    }

    /** Begins another answer, when the one before is over. */
    synchronized void answerAnew(Request request, int status, Fields fields, byte[] bytes, int firstPiece) {
        granted = 0;
        sent = 0;
        answer(request, status, fields, bytes, firstPiece);
    }

    /** Never sends the end. */
    synchronized void keepOpen() {
        keepsOpen = true;
    }

    private void pump() {
        while (answered < answer.length) {
            int room = (int) Math.min(64 << 10, granted - sent) - WireRecord.DATA_HEAD_BYTES;
            int length = Math.min(room, answer.length - answered);
            if (length <= 0) {
                return;
            }
            boolean last = answered + length == answer.length && !keepsOpen;
            byte[] piece = java.util.Arrays.copyOfRange(answer, answered, answered + length);
            router.send(answering, new Data(answering, last ? 0 : Flags.MORE, sent, Slice.of(piece)));
            sent += WireRecord.DATA_HEAD_BYTES + length;
            answered += length;
        }
    }

    synchronized int answered() {
        return answered;
    }

    synchronized long sent() {
        return sent;
    }

    synchronized long granted() {
        return granted;
    }

    /** Ends the answer without more bytes. */
    synchronized void end() {
        router.send(answering, new Data(answering, 0, sent, Slice.EMPTY));
    }

    void reply(Request request, int status, String text) {
        router.answer(FakeRouter.reply(
                request, status, Fields.EMPTY, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Says that the exchange is over, as the router does. */
    void over(Request request) {
        reset(request, Reset.BOTH, ErrorCode.COMPLETE);
    }

    void reset(Request request, int directions, ErrorCode code) {
        router.send(request.exchange(), new Reset(request.exchange(), directions, code, "test"));
    }

    void awaitCancel() {
        Await.until("a CANCEL", () -> came.stream().anyMatch(Cancel.class::isInstance));
    }

    Reset awaitReset() {
        Await.until("a RESET", () -> came.stream().anyMatch(Reset.class::isInstance));
        return (Reset) came.stream().filter(Reset.class::isInstance).findFirst().orElseThrow();
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public void close() {
        router.close();
    }
}

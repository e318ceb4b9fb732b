package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.stream.FlowReceiver;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.ReplyFlow;
import org.jspecify.annotations.Nullable;

/** One exchange with a router, a handler and a writer that do as a random number says; one thread. */
final class FlowingExchangeModel {
    private static final long ID = 5;
    private static final int STEPS = 60;
    private static final int FIRST_PIECE = 100;

    private final Random random;
    private final StringBuilder log = new StringBuilder();
    private final CellStreams streams = new CellStreams(10, 1 << 20);
    private final SessionExchanges session = FlowFixture.session();
    private final boolean requestFlows;
    private final FlowingExchange exchange;
    private int done;

    // The router.
    private boolean requestOpen;
    private boolean answerOpen = true;
    private boolean answerBegun;
    private boolean saidLast;
    private boolean routerEnded;
    /** Whether a RESET has crossed records of the cell, which are dropped then. */
    private boolean crossed;

    private boolean lied;
    private long sent;
    private long permitted;
    private int sentBytes = FIRST_PIECE;
    private long received;
    private long given;
    private int receivedBytes;
    private int resets;
    private int wholeAnswers;

    // The handler.
    private boolean answered;
    private @Nullable ReplyFlow out;
    private boolean writerDone;
    private boolean writerEnded;
    private int writtenBytes;
    private int discarded;
    private int rooms;
    private int roomsDue;
    private boolean receives;
    private boolean stopped;
    private int gotBytes;
    private int unused;
    private int terminals;
    private @Nullable AssertionError failure;

    FlowingExchangeModel(long seed) {
        random = new Random(seed);
        requestFlows = random.nextInt(4) > 0;
        requestOpen = requestFlows;
        if (requestFlows) {
            assertTrue(streams.budget().tryAdmit());
        }
        exchange = requestFlows
                ? FlowingExchange.ofRequest(request(), session, streams, () -> say("handler interrupted"), this::onDone)
                : FlowingExchange.ofAnswer(ID, session, streams, this::onDone);
    }

    private static Request request() {
        byte[] piece = new byte[FIRST_PIECE];
        for (int i = 0; i < piece.length; i++) {
            piece[i] = byteAt(i);
        }
        return new Request(
                ID, Flags.MORE, 0, 1, "PUT", false, HttpVersion.HTTP_1_1, "/", "", Fields.EMPTY, Slice.of(piece));
    }

    private static byte byteAt(int index) {
        return (byte) (index * 31 + (index >> 8));
    }

    String log() {
        return log.toString();
    }

    int resets() {
        return resets;
    }

    int wholeAnswers() {
        return wholeAnswers;
    }

    private void say(String what) {
        log.append(what).append('\n');
    }

    private void onDone() {
        done++;
        say("done");
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        finish();
        drain(Integer.MAX_VALUE);
        if (failure != null) {
            throw failure;
        }
        assertEquals(1, done, "ends once");
        assertEquals(0, streams.budget().promised(), "bytes promised");
        assertTrue(session.flows().isEmpty() && !session.hasFinals(), "nothing waits");
        assertTrue(saidLast || routerEnded || crossed, "a last word");
        assertEquals(receives && !stopped ? 1 : 0, terminals, "the receiver hears of the end once");
        assertEquals(roomsDue, rooms, "who waits for room hears of it");
    }

    private void step() {
        switch (random.nextInt(requestFlows ? 24 : 16)) {
            case 0, 1, 2 -> drain(1 + random.nextInt(4));
            case 3 -> answerFlowing();
            case 4, 5, 6, 7 -> write();
            case 8 -> flushOrWaitForRoom();
            case 9 -> rarely(5, this::end);
            case 10 -> rarely(8, this::fail);
            case 11, 12, 13 -> credit(random.nextInt(20_000));
            case 14 -> rarely(6, this::outside);
            case 15 -> rarely(6, this::answerWhole);
            case 16 -> receive();
            case 17, 18, 19 -> data();
            case 20 -> rarely(4, this::endOfRequest);
            case 21 -> rarely(60, this::lie);
            case 22 -> rarely(10, this::stop);
            default -> use();
        }
    }

    private void rarely(int in, Runnable what) {
        if (random.nextInt(in) == 0) {
            what.run();
        }
    }

    private void finish() {
        if (!answered) {
            if (random.nextInt(4) == 0 && !receives) {
                answered = true;
                say("refuse");
                exchange.refuse(new Refuse(ID, ErrorCode.STALLED, ""));
            } else {
                answerWhole();
            }
        }
        while (out != null && !writerDone) {
            end();
        }
        drain(Integer.MAX_VALUE);
        credit(1 << 30);
    }

    // ---- the router's side

    /** Takes what the cell says, in the order in which the sending thread does. */
    private void drain(int most) {
        session.drain(this::on, Integer.MAX_VALUE, true);
        Message record;
        for (int i = 0; i < most && (record = session.flows().poll()) != null; i++) {
            on(record);
        }
    }

    private void on(Message record) {
        say("cell: "
                + (record instanceof Data data
                        ? "DATA " + data.offset() + " " + data.bytes().length()
                        : record));
        boolean wasOpen = requestOpen || answerOpen;
        assertTrue(routerEnded || crossed || wasOpen, () -> "after the last word: " + record);
        if (record instanceof Credit credit) {
            assertTrue(credit.limit() >= permitted, "credit sinks");
            permitted = credit.limit();
        } else if (record instanceof Reset reset) {
            resets++;
            requestOpen &= (reset.directions() & Reset.YOURS) == 0;
            answerOpen &= (reset.directions() & Reset.MINE) == 0;
        } else if (record instanceof Refuse) {
            assertTrue(permitted == 0 && !answerBegun, "REFUSE after CREDIT or REPLY");
            requestOpen = false;
            answerOpen = false;
        } else if (record instanceof Reply reply) {
            assertFalse(answerBegun, "two answers");
            answerBegun = true;
            if (!reply.has(Flags.MORE)) {
                assertTrue(routerEnded || !requestOpen, "a whole answer ends the exchange");
                answerOpen = false;
                wholeAnswers++;
            }
        } else {
            onData((Data) record);
        }
        if (wasOpen && !requestOpen && !answerOpen) {
            assertFalse(saidLast, "two last words");
            saidLast = true;
        }
    }

    private void onData(Data data) {
        assertTrue(answerBegun, "DATA before the answer");
        assertEquals(received, data.offset(), "offset");
        int length = data.bytes().length();
        received += WireRecord.DATA_HEAD_BYTES + length;
        boolean isEnd = !data.has(Flags.MORE);
        assertTrue((isEnd && length == 0) || received <= given, "beyond its credit");
        assertTrue(WireRecord.DATA_HEAD_BYTES + length <= Limits.DEFAULT.maxDataBytes(), "a record too long");
        for (byte b : data.bytes().toByteArray()) {
            assertEquals(byteAt(receivedBytes++), b, "bytes in order");
        }
        if (isEnd) {
            assertTrue(writerEnded, "an end that the writer has not said");
            assertEquals(writtenBytes, receivedBytes, "all bytes before the end");
            answerOpen = false;
        }
    }

    private void credit(long more) {
        if (answerBegun && answerOpen) {
            given += more;
            say("router: CREDIT " + given);
            exchange.onCredit(random.nextInt(5) == 0 ? given / 2 : given);
            exchange.onCredit(given);
        }
    }

    private void data() {
        int room = (int) Math.min(4_000, permitted - sent - WireRecord.DATA_HEAD_BYTES);
        if (requestOpen && !routerEnded && room > 0) {
            send(sent, 1 + random.nextInt(room), true);
        }
    }

    private void endOfRequest() {
        if (requestOpen && !routerEnded) {
            requestOpen = false;
            send(sent, 0, false);
            noteEnd();
        }
    }

    /** Sends DATA where it must not be, or more than is permitted. */
    private void lie() {
        if (requestOpen && !routerEnded) {
            drain(Integer.MAX_VALUE);
            lied = requestOpen;
            boolean isGap = random.nextBoolean();
            if (!lied) {
                return;
            }
            send(isGap ? sent + 1 : sent, isGap ? 1 : (int) (permitted - sent) + 1, true);
        }
    }

    private void send(long offset, int length, boolean more) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = byteAt(sentBytes + i);
        }
        say("router: DATA " + offset + " " + length + (more ? "" : " end"));
        sentBytes += length;
        sent += WireRecord.DATA_HEAD_BYTES + length;
        exchange.onData(record(new Data(ID, more ? Flags.MORE : 0, offset, Slice.of(bytes))));
    }

    private static WireRecord record(Message message) {
        try {
            return Batch.parse(MessageCodec.encode(message), Limits.DEFAULT).get(0);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void outside() {
        switch (random.nextInt(6)) {
            case 0 -> {
                say("router: CANCEL");
                exchange.onCancel(ErrorCode.ASKER_GONE);
            }
            case 1 -> reset(Reset.MINE);
            case 2 -> reset(Reset.YOURS);
            case 3 -> reset(Reset.BOTH);
            case 4 -> {
                say("deployment closes");
                exchange.breakOff(ErrorCode.DRAINING, "");
            }
            default -> {
                say("session lost");
                routerEnded = true;
                exchange.onLost();
                drain(Integer.MAX_VALUE);
            }
        }
    }

    private void reset(int directions) {
        if (random.nextBoolean()) {
            drain(Integer.MAX_VALUE);
        }
        crossed |= session.hasFinals() || !session.flows().isEmpty();
        say("router: RESET " + directions);
        exchange.onReset(new Reset(ID, directions, ErrorCode.BROKEN, ""));
        requestOpen &= (directions & Reset.MINE) == 0;
        answerOpen &= (directions & Reset.YOURS) == 0;
        noteEnd();
    }

    /** Ends the exchange for the router, which needs no word of the cell and drops any that has crossed. */
    private void noteEnd() {
        if (!requestOpen && !answerOpen) {
            routerEnded = true;
            drain(Integer.MAX_VALUE);
        }
    }

    // ---- the handler's side

    private void answerWhole() {
        if (!answered) {
            answered = true;
            say("answer");
            exchange.answer(new Reply(ID, 0, 200, Fields.EMPTY, Slice.EMPTY));
        }
    }

    private void answerFlowing() {
        if (answered) {
            return;
        }
        answered = true;
        say("answer that flows");
        boolean flows = exchange.answer(new Reply(ID, 0, 200, Fields.EMPTY, Slice.EMPTY), new FlowingBody() {
            @Override
            public void start(ReplyFlow to) {
                out = to;
            }

            @Override
            public void discard() {
                discarded++;
            }
        });
        assertEquals(flows ? 0 : 1, discarded);
        assertEquals(flows, out != null);
    }

    private void write() {
        ReplyFlow to = out;
        if (to == null || writerDone) {
            return;
        }
        try {
            int length = Math.min(to.room(), 1 + random.nextInt(random.nextInt(8) == 0 ? 70_000 : 3_000));
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = byteAt(writtenBytes + i);
            }
            to.write(bytes, 0, length);
            writtenBytes += length;
            say("write " + length);
        } catch (IOException e) {
            writerDone = true;
            say("writer broken: " + e.getMessage());
        }
    }

    private void flushOrWaitForRoom() {
        ReplyFlow to = out;
        if (to == null || writerDone) {
            return;
        }
        if (random.nextInt(3) == 0 && roomsDue == rooms) {
            roomsDue++;
            to.onRoom(() -> rooms++);
            return;
        }
        try {
            to.flush();
        } catch (IOException e) {
            writerDone = true;
        }
    }

    private void end() {
        ReplyFlow to = out;
        if (to != null && !writerDone) {
            writerDone = true;
            writerEnded = true;
            say("end");
            to.end();
            to.fail(ErrorCode.BROKEN, "too late");
        }
    }

    private void fail() {
        ReplyFlow to = out;
        if (to != null && !writerDone) {
            writerDone = true;
            say("fail");
            to.fail(ErrorCode.BROKEN, "the file shrinks");
            to.end();
        }
    }

    private void receive() {
        if (receives || stopped || answered) {
            return;
        }
        receives = true;
        say("receive");
        InFlow in = exchange.in();
        if (in != null) {
            in.receive(new Receiver(), 1 + random.nextInt(8_000));
        }
    }

    private void use() {
        InFlow in = exchange.in();
        int bytes = random.nextInt(unused + 1);
        unused -= bytes;
        if (in != null && receives) {
            say("used " + bytes);
            in.used(bytes);
        }
    }

    private void stop() {
        InFlow in = exchange.in();
        if (in != null && receives && terminals == 0) {
            stopped = true;
            say("stop");
            in.stop(ErrorCode.NOT_READ, "enough");
        }
    }

    /** Checks what comes. Its failures are kept, since the link only logs them. */
    private final class Receiver implements FlowReceiver {
        @Override
        public void onBytes(byte[] piece) {
            check(() -> {
                assertEquals(0, terminals, "bytes after the end");
                assertFalse(stopped, "bytes after stop");
                unused += piece.length;
                for (byte b : piece) {
                    assertEquals(byteAt(gotBytes++), b, "bytes of the request in order");
                }
            });
        }

        @Override
        public void onEnd() {
            check(() -> {
                terminals++;
                assertEquals(sentBytes, gotBytes, "all of the request before its end");
                assertFalse(lied, "an end after what was not taken");
            });
        }

        @Override
        public void onBroken(ErrorCode code, String reason) {
            terminals++;
            say("receiver: " + code);
        }

        private void check(Runnable checks) {
            try {
                checks.run();
            } catch (AssertionError e) {
                failure = e;
            }
        }
    }
}

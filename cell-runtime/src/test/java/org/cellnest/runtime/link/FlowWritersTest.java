package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.ReplyFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writers of an answer that flows, in threads of their own. */
@Timeout(60)
class FlowWritersTest {
    private static final long ID = 9;

    private final CellStreams streams = new CellStreams(10, 1 << 20);
    private final SessionExchanges session = FlowFixture.session();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final FlowingExchange exchange = FlowingExchange.ofAnswer(ID, session, streams, () -> done.complete(null));
    private final ReplyFlow out = start();

    private ReplyFlow start() {
        CompletableFuture<ReplyFlow> started = new CompletableFuture<>();
        exchange.answer(new Reply(ID, 0, 200, Fields.EMPTY, Slice.EMPTY), new FlowingBody() {
            @Override
            public void start(ReplyFlow flow) {
                started.complete(flow);
            }

            @Override
            public void discard() {
                throw new AssertionError("discarded");
            }
        });
        return started.join();
    }

    /** Writes more than the link gathers, so that it waits; completes with what ends the writing. */
    private final class Writer {
        final CompletableFuture<IOException> end = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            try {
                out.write(new byte[200_000], 0, 200_000);
                out.end();
                end.complete(new IOException("all is written"));
            } catch (IOException e) {
                end.complete(e);
            }
        });

        Writer() {
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }

        String ending() {
            return String.valueOf(end.join().getMessage());
        }
    }

    private List<Message> sent() {
        List<Message> sent = new ArrayList<>();
        session.drain(sent::add, 100, true);
        Message record;
        while ((record = session.flows().poll()) != null) {
            sent.add(record);
        }
        return sent;
    }

    @Test
    void waitsForCreditAndGoesOnWithIt() {
        Writer writer = new Writer();
        assertEquals(1, sent().size(), "the head alone");
        exchange.onCredit(70_000);
        int bytes = 0;
        while (bytes + 28 * 2 < 70_000) {
            for (Message record : sent()) {
                bytes += ((Data) record).bytes().length();
            }
        }
        exchange.onCredit(1 << 20);
        assertEquals("all is written", writer.ending());
        done.join();
        for (Message record : sent()) {
            bytes += ((Data) record).bytes().length();
        }
        assertEquals(200_000, bytes);
        assertEquals(200_000, streams.bytesOut());
    }

    @Test
    void endsItsWaitWhereTheRequestIsCancelled() {
        Writer writer = new Writer();
        exchange.onCancel(ErrorCode.ASKER_GONE);
        assertTrue(writer.ending().startsWith("asker-gone"), writer.ending());
        Reset last = assertInstanceOf(Reset.class, sent().get(1));
        assertEquals(Reset.BOTH, last.directions());
        done.join();
    }

    @Test
    void endsItsWaitWhereTheSessionIsLost() {
        Writer writer = new Writer();
        exchange.onLost();
        assertTrue(writer.ending().startsWith("router-lost"), writer.ending());
        done.join();
    }

    @Test
    void endsItsWaitWhereTheDeploymentCloses() {
        Writer writer = new Writer();
        exchange.breakOff(ErrorCode.DRAINING, "closed");
        assertEquals("draining: closed", writer.ending());
        assertEquals(new Reset(ID, Reset.MINE, ErrorCode.DRAINING, "closed"), sent().get(1));
    }

    @Test
    void endsItsWaitWhereTheAnswerIsNotWanted() {
        Writer writer = new Writer();
        exchange.onReset(new Reset(ID, Reset.YOURS, ErrorCode.NOT_READ, ""));
        assertEquals("not-read", writer.ending());
        assertEquals(List.of(), sent(), "the router has ended it");
        done.join();
    }

    @Test
    void endsItsWaitWhereItIsInterrupted() {
        Writer writer = new Writer();
        writer.thread.interrupt();
        assertInstanceOf(InterruptedIOException.class, writer.end.join());
        out.fail(ErrorCode.BROKEN, "interrupted");
        assertEquals(new Reset(ID, Reset.MINE, ErrorCode.BROKEN, "interrupted"), sent().get(1));
        assertThrows(IOException.class, () -> out.write(new byte[1], 0, 1));
        assertThrows(IOException.class, out::room);
        done.join();
    }

    @Test
    void sendsWhatIsFlushedAsSoonAsItMay() throws IOException {
        sent();
        out.write(new byte[10], 0, 10);
        assertEquals(List.of(), sent());
        out.flush();
        assertEquals(List.of(), sent(), "no credit yet");
        exchange.onCredit(30);
        assertEquals(2, ((Data) sent().get(0)).bytes().length());
        exchange.onCredit(1_000);
        assertEquals(8, ((Data) sent().get(0)).bytes().length());
        out.end();
        Data end = (Data) sent().get(0);
        assertEquals(0, end.flags());
        assertEquals(66, end.offset());
        done.join();
    }

    @Test
    void runsATaskOnceThereIsRoom() throws IOException {
        out.write(new byte[out.room()], 0, 65_508);
        assertEquals(0, out.room());
        List<String> ran = new ArrayList<>();
        out.onRoom(() -> ran.add("replaced"));
        out.onRoom(() -> ran.add("second"));
        assertEquals(List.of(), ran);
        exchange.onCredit(1 << 20);
        assertEquals(List.of("second"), ran);
        out.onRoom(() -> ran.add("at once"));
        assertEquals(List.of("second", "at once"), ran);
        assertEquals(65_508, Objects.checkIndex(out.room(), 65_509));
    }
}

package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.ReplyFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A writer, the router's credit and an end from outside, at the same time. */
@Timeout(120)
class FlowRacesTest {
    private static final int ROUNDS = 100;
    private static final int BYTES = 200_000;

    private final CellStreams streams = new CellStreams(10, 1 << 20);

    @Test
    void hasOneLastWordWhoeverComesFirst() throws Exception {
        List<Consumer<FlowingExchange>> ends = List.of(
                exchange -> exchange.onCancel(ErrorCode.ASKER_GONE),
                exchange -> exchange.breakOff(ErrorCode.DRAINING, ""),
                exchange -> exchange.onReset(new Reset(1, Reset.YOURS, ErrorCode.NOT_READ, "")),
                FlowingExchange::onLost);
        for (int round = 0; round < ROUNDS; round++) {
            for (int which = 0; which < ends.size(); which++) {
                race(ends.get(which), which < 2);
            }
        }
    }

    private void race(Consumer<FlowingExchange> end, boolean owesAWord) throws Exception {
        SessionExchanges session = FlowFixture.session();
        AtomicInteger done = new AtomicInteger();
        FlowingExchange exchange = FlowingExchange.ofAnswer(1, session, streams, done::incrementAndGet);
        CompletableFuture<ReplyFlow> started = new CompletableFuture<>();
        exchange.answer(new Reply(1, 0, 200, Fields.EMPTY, Slice.EMPTY), new FlowingBody() {
            @Override
            public void start(ReplyFlow out) {
                started.complete(out);
            }

            @Override
            public void discard() {}
        });
        CyclicBarrier together = new CyclicBarrier(3);
        Thread writer = thread(together, () -> write(started.join()));
        Thread crediting = thread(together, () -> {
            for (long limit = 10_000; limit < 2L * BYTES; limit += 10_000) {
                exchange.onCredit(limit);
            }
        });
        Thread ending = thread(together, () -> end.accept(exchange));
        for (Thread thread : List.of(writer, crediting, ending)) {
            thread.join();
        }
        assertEquals(1, done.get());
        int words = 0;
        long offset = 0;
        Message record;
        while ((record = session.flows().poll()) != null) {
            assertEquals(0, words, "after the last word");
            if (record instanceof Data data) {
                // What broke off has no DATA before its last word.
                assertEquals(offset, data.offset());
                offset += 28 + data.bytes().length();
                words += data.has(Flags.MORE) ? 0 : 1;
            } else if (record instanceof Reset) {
                words++;
            }
        }
        assertTrue(words == 1 || !owesAWord, "last words: " + words);
    }

    private static void write(ReplyFlow out) {
        try {
            for (int i = 0; i < BYTES / 1_000; i++) {
                out.write(new byte[1_000], 0, 1_000);
            }
            out.end();
        } catch (IOException e) {
            out.fail(ErrorCode.BROKEN, "");
        }
    }

    private static Thread thread(CyclicBarrier together, Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                together.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            work.run();
        });
        thread.start();
        return thread;
    }
}

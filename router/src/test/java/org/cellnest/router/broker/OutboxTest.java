package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.SendResult;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox(SessionFixture.gateway(), 1);
    private final FrameAssembler assembler = new FrameAssembler(Limits.DEFAULT);
    private final List<byte[]> sent = new ArrayList<>();
    private final List<WireRecord> handedBack = new ArrayList<>();
    private SendResult answer = SendResult.SENT;
    private long taken;
    private long nowNs;
    private final FrameSink frameSink = new FrameSink() {
        @Override
        public SendResult send(int connection, Bytes... parts) {
            if (answer == SendResult.SENT) {
                sent.add(Bytes.join(parts));
            }
            return answer;
        }

        @Override
        public long takenBytes(int connection) {
            return taken;
        }
    };

    private Outbox.Flushed flush() {
        return outbox.flush(frameSink, assembler, handedBack::add, nowNs);
    }

    private static List<WireRecord> batch(Message... messages) throws ProtocolException {
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        for (Message message : messages) {
            MessageCodec.encode(message, writer);
        }
        byte[] frame = writer.poll();
        return frame == null ? List.of() : Batch.parse(frame, Limits.DEFAULT);
    }

    private static Message request(int id) {
        return TestGateway.request(id, "GET", "/", 0, 0);
    }

    @Test
    void sendsABatchThatGoesOnWholeWithoutACopy() throws ProtocolException {
        List<WireRecord> records = batch(request(1), request(2), request(3));
        records.forEach(outbox::add);
        assertEquals(Outbox.Flushed.CLEAR, flush());
        assertSame(records.get(0).frame(), sent.get(0));
    }

    @Test
    void copiesWhatIsOnlyAPartOfABatchOrInAnotherOrder() throws ProtocolException {
        List<WireRecord> records = batch(request(1), request(2), request(3));
        outbox.add(records.get(0));
        outbox.add(records.get(2));
        flush();
        List<WireRecord> arrived = Batch.parse(sent.get(0), Limits.DEFAULT);
        assertEquals(List.of(1L, 3L), arrived.stream().map(WireRecord::exchange).toList());
        outbox.add(records.get(1));
        outbox.add(records.get(0));
        outbox.add(records.get(2));
        flush();
        arrived = Batch.parse(sent.get(1), Limits.DEFAULT);
        assertEquals(
                List.of(2L, 1L, 3L), arrived.stream().map(WireRecord::exchange).toList());
    }

    @Test
    void keepsToTheLimitsOfABatch() throws ProtocolException {
        for (int i = 0; i < 130; i++) {
            outbox.add(MessageCodec.record(request(i)));
        }
        outbox.add(MessageCodec.record(new Reply(7, 0, 200, Fields.EMPTY, Slice.of(new byte[300_000]))));
        flush();
        List<Integer> sizes = new ArrayList<>();
        for (byte[] frame : sent) {
            sizes.add(Batch.parse(frame, Limits.DEFAULT).size());
        }
        assertEquals(List.of(64, 64, 2, 1), sizes);
    }

    @Test
    void handsRequestsBackAndKeepsControlInOrder() throws ProtocolException {
        answer = SendResult.FULL;
        outbox.add(MessageCodec.record(new Cancel(1, Cancel.Reason.DEADLINE)));
        outbox.add(MessageCodec.record(request(2)));
        outbox.add(MessageCodec.record(new Cancel(3, Cancel.Reason.DEADLINE)));
        assertEquals(Outbox.Flushed.BLOCKED, flush());
        assertEquals(2L, handedBack.get(0).exchange());
        assertTrue(outbox.waitingBytes() > 0);
        outbox.add(MessageCodec.record(request(4)));
        assertEquals(Outbox.Flushed.BLOCKED, flush());
        assertEquals(4L, handedBack.get(1).exchange(), "a request never waits here");
        answer = SendResult.SENT;
        outbox.add(MessageCodec.record(request(5)));
        assertEquals(Outbox.Flushed.CLEAR, flush());
        assertEquals(0, outbox.waitingBytes());
        assertEquals(2, sent.size());
        assertEquals(
                MessageType.CANCEL,
                Batch.parse(sent.get(0), Limits.DEFAULT).get(0).type());
        assertEquals(5L, Batch.parse(sent.get(1), Limits.DEFAULT).get(0).exchange());
    }

    private static Reply reply(int id, int bytes) {
        return new Reply(id, 0, 200, Fields.EMPTY, Slice.of(new byte[bytes]));
    }

    private List<Long> sentExchanges() throws ProtocolException {
        List<Long> exchanges = new ArrayList<>();
        for (byte[] frame : sent) {
            Batch.parse(frame, Limits.DEFAULT).forEach(record -> exchanges.add(record.exchange()));
        }
        return exchanges;
    }

    @Test
    void letsSmallAnswersPassLargeOnesThatWait() throws ProtocolException {
        answer = SendResult.FULL;
        outbox.add(MessageCodec.record(reply(1, 900_000)));
        flush();
        outbox.add(MessageCodec.record(reply(2, 100)));
        outbox.add(MessageCodec.record(reply(3, 900_000)));
        outbox.add(MessageCodec.record(reply(4, 100)));
        flush();
        answer = SendResult.SENT;
        flush();
        assertEquals(List.of(2L, 4L, 1L, 3L), sentExchanges());
    }

    @Test
    void letsALargeAnswerGoAfterEnoughSmallOnes() throws ProtocolException {
        answer = SendResult.FULL;
        outbox.add(MessageCodec.record(reply(1, 900_000)));
        for (int i = 2; i < 102; i++) {
            outbox.add(MessageCodec.record(reply(i, 10_000)));
        }
        flush();
        assertTrue(Math.abs(outbox.waitingBytes() - 1_900_000) <= 10_000, outbox.waitingBytes() + " bytes");
        answer = SendResult.SENT;
        flush();
        assertEquals(101, sentExchanges().size());
        int at = sentExchanges().indexOf(1L);
        assertTrue(at >= 26 && at <= 52, "after " + at + " small ones");
    }

    @Test
    void knowsForHowLongTheConnectionHasTakenNothing() {
        answer = SendResult.FULL;
        outbox.add(MessageCodec.record(reply(1, 100)));
        flush();
        nowNs = 7;
        assertEquals(7, outbox.stalledNs(nowNs));
        flush();
        assertEquals(7, outbox.stalledNs(nowNs));
        taken = 1;
        flush();
        assertEquals(0, outbox.stalledNs(nowNs), "a part of a frame is something");
        nowNs = 9;
        assertEquals(2, outbox.stalledNs(nowNs));
        answer = SendResult.SENT;
        flush();
        nowNs = 100;
        assertEquals(0, outbox.stalledNs(nowNs), "nothing waits");
    }

    @Test
    void saysThatTheConnectionIsGone() {
        answer = SendResult.GONE;
        outbox.add(MessageCodec.record(request(2)));
        assertEquals(Outbox.Flushed.GONE, flush());
        assertEquals(1, handedBack.size());
    }
}

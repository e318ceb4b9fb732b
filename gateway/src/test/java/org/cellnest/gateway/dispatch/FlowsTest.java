package org.cellnest.gateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchFrame;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Times, credit and ends of bodies that flow, by a clock that the test moves. */
class FlowsTest {
    private static final int REQUEST_MS = 30_000;
    private static final int READ_MS = 10_000;

    private static final class Client implements PendingRequest.Client, FlowClient {
        final PendingRequest request = new PendingRequest(this);
        final boolean hasMore;
        final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        boolean kept = true;
        int credits;
        int replies;
        int noMore;
        boolean ended;

        @Nullable
        LocalReply local;

        @Nullable
        ErrorCode broken;

        Client(boolean hasMore) {
            this.hasMore = hasMore;
        }

        BodyFlow flow() {
            BodyFlow flow = request.flow();
            assertNotNull(flow);
            return flow;
        }

        @Override
        public String method() {
            return "PUT";
        }

        @Override
        public void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs) {
            int all = hasMore ? flags | Flags.MORE : flags;
            MessageCodec.beginRequest(out, id, all, budgetMs, "PUT", false, HttpVersion.HTTP_1_1, "/", "");
            out.putFields(Fields.EMPTY);
        }

        @Override
        public boolean hasMore() {
            return hasMore;
        }

        @Override
        public FlowClient flows() {
            return this;
        }

        @Override
        public long headBytes() {
            return 100;
        }

        @Override
        public void onSent(boolean mayRepeat) {}

        @Override
        public boolean isKept() {
            return kept;
        }

        @Override
        public void onReply(WireRecord reply) {
            replies++;
        }

        @Override
        public void onAnswer(LocalReply with) {
            assertNull(local);
            local = with;
        }

        @Override
        public void onCredit() {
            kept = false;
            credits++;
        }

        @Override
        public void onNoMore() {
            noMore++;
        }

        @Override
        public void onData(Bytes bytes, int recordBytes, boolean ends) {
            answer.writeBytes(bytes.toByteArray());
            ended = ends;
        }

        @Override
        public void onBroken(ErrorCode code) {
            assertNull(broken);
            broken = code;
        }

        int status() {
            return local == null ? 0 : local.status();
        }
    }

    private final List<WireRecord> sent = new ArrayList<>();
    private boolean full;
    private final GatewayCounters counters = new GatewayCounters();
    private final StreamBudget budget = new StreamBudget(1 << 20);
    private final ByteBudget bytes = new ByteBudget(1 << 20);
    private final InFlightRequests<PendingRequest> open =
            new InFlightRequests<>(0, 2, new InFlightRequests.Generations(1));
    private final Lane lane = new Lane(this::take, Limits.DEFAULT, open);
    private final UpstreamDispatcher dispatcher =
            new UpstreamDispatcher(REQUEST_MS, READ_MS, 100, 10, bytes, budget, counters);
    private final Flows flows = dispatcher.flows();
    private long nowNs = -7;

    FlowsTest() {
        dispatcher.onLaneOpen(lane, nowNs);
    }

    private boolean take(Bytes... parts) {
        if (full) {
            return false;
        }
        int length = 0;
        for (Bytes part : parts) {
            length += part.length();
        }
        sent.addAll(parse(new BatchFrame(parts, 0, length).toByteArray()));
        return true;
    }

    private static List<WireRecord> parse(byte[] frame) {
        try {
            return Batch.parse(frame.clone(), Limits.DEFAULT);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private Client submit(boolean hasMore) {
        Client client = new Client(hasMore);
        dispatcher.submit(client.request, nowNs);
        dispatcher.flush(nowNs);
        return client;
    }

    private void come(Message message) {
        WireRecord record = parse(MessageCodec.encode(message)).get(0);
        dispatcher.onRecord(lane, record, nowNs);
        dispatcher.flush(nowNs);
    }

    private long id(Client client) {
        return client.request.exchangeId();
    }

    private void begin(Client client) {
        come(new Reply(id(client), Flags.MORE, 200, Fields.EMPTY, Slice.EMPTY));
    }

    private void pass(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        dispatcher.onTick(nowNs);
        dispatcher.flush(nowNs);
    }

    private void send(Client client, int length, boolean ends) {
        flows.send(client.flow(), Slice.of(new byte[length]), ends, nowNs);
        dispatcher.flush(nowNs);
    }

    private long count(MessageType type) {
        return sent.stream().filter(record -> record.type() == type).count();
    }

    private Reset reset() {
        WireRecord record = sent.stream()
                .filter(each -> each.type() == MessageType.RESET)
                .findFirst()
                .orElseThrow();
        try {
            return (Reset) MessageCodec.decode(record);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void assertRest() {
        assertEquals(0, open.outstanding());
        assertEquals(0, budget.promised());
        assertEquals(0, bytes.used());
        assertEquals(0, dispatcher.waiting());
        assertEquals(0, flows.metrics().open.value());
    }

    @Test
    void givesUpAnAnswerOfWhichNothingComesForAMinute() {
        Client client = submit(false);
        begin(client);
        pass(59_000);
        come(new Data(id(client), Flags.MORE, 0, Slice.of(new byte[10])));
        pass(59_000);
        assertNull(client.broken);
        pass(1_000);
        assertEquals(ErrorCode.IDLE, client.broken);
        assertEquals(1, counters.value(Event.STREAM_IDLE));
        assertEquals(ErrorCode.IDLE, reset().code());
        assertEquals(1, count(MessageType.CANCEL));
        assertEquals(1, open.outstanding());
        come(new Reset(id(client), Reset.BOTH, ErrorCode.ASKER_GONE, ""));
        assertEquals(1, flows.metrics().ends(ErrorCode.IDLE));
        assertRest();
    }

    @Test
    void waitsWithoutEndForACellThatHasNoCredit() {
        Client client = submit(false);
        begin(client);
        come(new Data(id(client), Flags.MORE, 0, Slice.of(new byte[(64 << 10) - 28])));
        pass(3_600_000);
        assertNull(client.broken);
        flows.onTaken(client.flow(), 64 << 10, nowNs);
        dispatcher.flush(nowNs);
        assertEquals(2, count(MessageType.CREDIT));
        pass(60_000);
        assertEquals(ErrorCode.IDLE, client.broken);
    }

    @Test
    void timesAnUploadWhileItsClientIsWaitedForOnly() {
        Client client = submit(true);
        come(new Credit(id(client), 1_000));
        pass(READ_MS - 1);
        send(client, 972, false);
        pass(3_600_000); // the cell has given no more credit
        assertEquals(0, client.status());
        come(new Credit(id(client), 2_000));
        pass(READ_MS);
        assertEquals(408, client.status());
        assertEquals(1, count(MessageType.CANCEL));
        come(new Reset(id(client), Reset.BOTH, ErrorCode.ASKER_GONE, ""));
        assertRest();
    }

    @Test
    void breaksAnAnswerOffWhoseUploadStandsStill() {
        Client client = submit(true);
        come(new Credit(id(client), 1_000));
        begin(client);
        pass(READ_MS);
        assertEquals(ErrorCode.IDLE, client.broken);
        assertEquals(0, client.status());
        come(new Reset(id(client), Reset.BOTH, ErrorCode.ASKER_GONE, ""));
        assertRest();
    }

    @Test
    void countsTheTimeOfARequestUntilItsFirstCreditAndAnewFromItsEnd() {
        Client client = submit(true);
        pass(REQUEST_MS - 1);
        come(new Credit(id(client), 1 << 20));
        come(new Deadline(id(client), 5));
        pass(READ_MS - 1);
        send(client, 10, true);
        pass(REQUEST_MS);
        assertEquals(0, client.status());
        pass(Deadlines.GRACE_MS);
        assertEquals(504, client.status());
        assertEquals(1, count(MessageType.CANCEL));
        come(new Reset(id(client), Reset.BOTH, ErrorCode.DEADLINE, ""));
        assertRest();
    }

    @Test
    void endsARequestThatIsNeverPermittedAtItsDeadline() {
        Client client = submit(true);
        pass(REQUEST_MS + Deadlines.GRACE_MS);
        assertEquals(504, client.status());
        come(new Reset(id(client), Reset.BOTH, ErrorCode.DEADLINE, ""));
        assertRest();
    }

    @Test
    void takesWhatCellsSendInOrderAndWithinTheirCreditOnly() {
        Client client = submit(false);
        begin(client);
        come(new Data(id(client), Flags.MORE, 0, Slice.of(new byte[] {'a'})));
        come(new Data(id(client), Flags.MORE, 29, Slice.of(new byte[] {'b'})));
        assertEquals("ab", client.answer.toString(StandardCharsets.ISO_8859_1));
        come(new Data(id(client), Flags.MORE, 59, Slice.of(new byte[] {'c'})));
        assertEquals(ErrorCode.OVERRUN, client.broken);
        assertEquals("ab", client.answer.toString(StandardCharsets.ISO_8859_1));
        come(new Data(id(client), 0, 60, Slice.EMPTY));
        assertFalse(client.ended);
        assertRest();
    }

    @Test
    void keepsToTheAnnouncedLengthOfAnAnswer() {
        Client client = submit(false);
        begin(client);
        client.flow().announce(2);
        come(new Data(id(client), Flags.MORE, 0, Slice.of(new byte[2])));
        assertTrue(client.flow().isAnswerThere());
        come(new Data(id(client), 0, 30, Slice.of(new byte[1])));
        assertEquals(ErrorCode.OVERRUN, client.broken);
        assertFalse(client.ended);
        assertRest();
    }

    @Test
    void ignoresLowerLimitsAndWhatConcernsNothingOpen() {
        Client client = submit(true);
        come(new Credit(id(client), 1_000));
        come(new Credit(id(client), 900));
        assertEquals(972, client.flow().room());
        come(new Data(id(client), Flags.MORE, 0, Slice.EMPTY));
        come(new Credit(id(client) + (1L << 20), 900));
        assertEquals(3, counters.value(Event.STALE_REPLY));
        come(new Reply(id(client), 0, 200, Fields.EMPTY, Slice.EMPTY));
        assertEquals(1, client.replies);
        assertEquals(Reset.MINE, reset().directions());
        come(new Credit(id(client), 2_000));
        assertEquals(1, client.credits);
        come(new Reset(id(client), Reset.BOTH, ErrorCode.COMPLETE, ""));
        assertRest();
    }

    @Test
    void stopsAnUploadThatIsNotRead() {
        Client client = submit(true);
        come(new Credit(id(client), 1_000));
        come(new Reset(id(client), Reset.YOURS, ErrorCode.NOT_READ, ""));
        assertEquals(1, client.noMore);
        assertEquals(0, client.flow().room());
        come(new Reply(id(client), 0, 200, Fields.EMPTY, Slice.EMPTY));
        assertEquals(1, client.replies);
        assertEquals(0, count(MessageType.RESET));
        come(new Reset(id(client), Reset.BOTH, ErrorCode.COMPLETE, ""));
        assertRest();
    }

    @Test
    void breaksOffWhatHasBegunWhenItsRouterIsLost() {
        Client answering = submit(false);
        Client uploading = submit(true);
        begin(answering);
        come(new Credit(id(uploading), 1_000));
        dispatcher.onLaneLost(lane, nowNs);
        assertEquals(ErrorCode.ROUTER_LOST, answering.broken);
        assertEquals(502, uploading.status());
        assertNull(uploading.broken);
        assertEquals(0, budget.promised());
        assertEquals(2, flows.metrics().ends(ErrorCode.ROUTER_LOST));
        assertEquals(0, flows.metrics().open.value());
    }

    @Test
    void sendsOtherRecordsBeforeData() {
        Client first = submit(true);
        Client second = submit(true);
        come(new Credit(id(first), 1_000));
        come(new Credit(id(second), 1_000));
        sent.clear();
        flows.send(first.flow(), Slice.of(new byte[10]), false, nowNs);
        dispatcher.onClientGone(second.request);
        dispatcher.flush(nowNs);
        assertEquals(
                List.of(MessageType.CANCEL, MessageType.DATA),
                sent.stream().map(WireRecord::type).toList());
    }

    @Test
    void holdsUploadsUpWhileTheConnectionTakesNothing() {
        Client client = submit(true);
        come(new Credit(id(client), 10 << 20));
        full = true;
        int pieces = 0;
        while (flows.mayRead(client.flow())) {
            send(client, 50_000, false);
            pieces++;
        }
        assertTrue(pieces <= 6, pieces + " pieces");
        pass(READ_MS); // not the client's fault
        assertEquals(0, client.status());
        int before = client.credits;
        full = false;
        dispatcher.flush(nowNs);
        assertEquals(before + 1, client.credits);
        assertTrue(flows.mayRead(client.flow()));
    }

    @Test
    void cancelsWhatItsClientLeaves() {
        Client answering = submit(false);
        begin(answering);
        dispatcher.onClientGone(answering.request);
        dispatcher.onClientGone(answering.request);
        dispatcher.flush(nowNs);
        assertEquals(1, count(MessageType.CANCEL));
        assertEquals(1, open.outstanding());
        come(new Data(id(answering), Flags.MORE, 0, Slice.EMPTY)); // was on its way
        come(new Reset(id(answering), Reset.MINE, ErrorCode.ASKER_GONE, ""));
        assertNull(answering.broken);
        assertRest();
    }

    @Test
    void answers502WhereAnExchangeEndsWithoutAnAnswer() {
        Client plain = submit(false);
        come(new Reset(id(plain), Reset.BOTH, ErrorCode.BROKEN, ""));
        assertEquals(502, plain.status());
        Client uploading = submit(true);
        come(new Credit(id(uploading), 1_000));
        come(new Reset(id(uploading), Reset.MINE, ErrorCode.BROKEN, ""));
        assertEquals(502, uploading.status());
        assertEquals(1, open.outstanding());
        come(new Reset(id(uploading), Reset.BOTH, ErrorCode.BROKEN, ""));
        assertRest();
    }

    @Test
    void answers503WhereNoMoreMayBePromised() {
        assertTrue(budget.tryPromise(1 << 20));
        Client client = submit(false);
        begin(client);
        assertEquals(503, client.status());
        assertEquals(0, client.replies);
        assertEquals(1, count(MessageType.CANCEL));
        come(new Reset(id(client), Reset.BOTH, ErrorCode.ASKER_GONE, ""));
        assertTrue(budget.tryPromise(-(1 << 20)));
        assertRest();
    }

    @Test
    void ignoresCancelsOfWhatIsOver() {
        Client client = submit(false);
        begin(client);
        come(new Data(id(client), 0, 0, Slice.EMPTY));
        assertTrue(client.ended);
        dispatcher.onClientGone(client.request);
        dispatcher.flush(nowNs);
        assertEquals(0, count(MessageType.CANCEL));
        assertRest();
    }
}

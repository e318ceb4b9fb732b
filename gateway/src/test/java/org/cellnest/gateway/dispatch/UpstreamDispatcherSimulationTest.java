package org.cellnest.gateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.metrics.GatewayCounters;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchFrame;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A dispatcher among routers that take, refuse, answer, stall and die by chance, and clients that come and go. Whatever
 * happens: each request has one outcome within its time, no request that may not be repeated is handed over twice, none is
 * three times, and at rest the tables are empty.
 */
class UpstreamDispatcherSimulationTest {
    private static final long REQUEST_MS = 1_000;
    private static final long PARKING_MS = 200;
    private static final long TICK_MS = 50;
    private static final int MAX_PARKED = 20;
    private static final int SLOTS = 8;

    private static final class Client implements PendingRequest.Client {
        final PendingRequest request = new PendingRequest(this);
        final String method;
        final int number;
        final List<Integer> agesMs = new ArrayList<>();
        int handedOver;
        int outcomes;
        boolean gone;

        @Nullable
        LocalReply answer;

        Client(int number, String method) {
            this.number = number;
            this.method = method;
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public void encode(BatchWriter out, long id, int flags, int budgetMs, int ageMs) {
            assertTrue(budgetMs >= 1 && budgetMs <= REQUEST_MS, "budget " + budgetMs);
            MessageCodec.beginRequest(out, id, flags, budgetMs, method, false, HttpVersion.HTTP_1_1, "/" + number, "");
            out.putFields(Fields.EMPTY);
            agesMs.add(ageMs);
        }

        @Override
        public boolean hasMore() {
            return false;
        }

        @Override
        public FlowClient flows() {
            throw new AssertionError("flows");
        }

        @Override
        public long headBytes() {
            return 100;
        }

        @Override
        public void onSent(boolean mayRepeat) {
            handedOver++;
        }

        @Override
        public boolean isKept() {
            return true;
        }

        @Override
        public void onReply(WireRecord reply) {
            outcomes++;
            assertFalse(gone);
            assertEquals(
                    Integer.toString(number), MessageCodec.reply(reply).fields().first("number"));
        }

        @Override
        public void onAnswer(LocalReply with) {
            outcomes++;
            assertFalse(gone);
            answer = with;
        }
    }

    /** One session of a router: what it was sent and has not answered. */
    private static final class Session implements FrameSink {
        final List<WireRecord> open = new ArrayList<>();
        final Lane lane;
        boolean full;

        Session(InFlightRequests.Generations generations) {
            lane = new Lane(this, Limits.DEFAULT, new InFlightRequests<>(0, SLOTS, generations));
        }

        @Override
        public boolean send(Bytes... parts) {
            if (full) {
                return false;
            }
            int bytes = Arrays.stream(parts).mapToInt(Bytes::length).sum();
            for (WireRecord record : parse(new BatchFrame(parts, 0, bytes).toByteArray())) {
                if (record.type() == MessageType.REQUEST) {
                    open.add(record);
                }
            }
            assertTrue(open.size() <= SLOTS, "more outstanding than granted");
            return true;
        }
    }

    private final GatewayCounters counters = new GatewayCounters();
    private final ByteBudget budget = new ByteBudget(1_500);
    private final InFlightRequests.Generations generations = new InFlightRequests.Generations(7);
    private final UpstreamDispatcher upstreamDispatcher = new UpstreamDispatcher(
            REQUEST_MS, REQUEST_MS, PARKING_MS, MAX_PARKED, budget, new StreamBudget(1 << 20), counters);
    private final List<Client> clients = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private long nowNs = -5;

    private static List<WireRecord> parse(byte[] frame) {
        try {
            return Batch.parse(frame, Limits.DEFAULT);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private Session openSession() {
        Session session = new Session(generations);
        sessions.add(session);
        upstreamDispatcher.onLaneOpen(session.lane, nowNs);
        return session;
    }

    private Client submit(String method) {
        Client client = new Client(clients.size(), method);
        clients.add(client);
        upstreamDispatcher.submit(client.request, nowNs);
        return client;
    }

    private void advance(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        upstreamDispatcher.onTick(nowNs);
    }

    private static Reply reply(WireRecord request, int flags) {
        String number = request.path().substring(1);
        return new Reply(request.exchange(), flags, 200, Fields.of("number", number), Slice.EMPTY);
    }

    private void answer(Session session, WireRecord request) {
        upstreamDispatcher.onRecord(
                session.lane, parse(MessageCodec.encode(reply(request, 0))).get(0), nowNs);
    }

    private void tell(Session session, WireRecord request, int timeoutMs) {
        Deadline deadline = new Deadline(request.exchange(), timeoutMs);
        upstreamDispatcher.onRecord(
                session.lane, parse(MessageCodec.encode(deadline)).get(0), nowNs);
    }

    /** Lets the time of a tick pass again and again. */
    private void tick(long ms) {
        for (long passed = 0; passed < ms; passed += TICK_MS) {
            advance(TICK_MS);
            upstreamDispatcher.flush(nowNs);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsItsPromisesWhateverHappens(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 30_000; step++) {
            step(random);
            assertTrue(upstreamDispatcher.parked() <= MAX_PARKED);
            if (random.nextInt(3) == 0) {
                upstreamDispatcher.flush(nowNs);
            }
        }
        for (Session session : List.copyOf(sessions)) {
            sessions.remove(session);
            upstreamDispatcher.onLaneLost(session.lane, nowNs);
        }
        advance(REQUEST_MS + PARKING_MS + 1_000);
        assertEquals(0, upstreamDispatcher.waiting());
        assertEquals(0, upstreamDispatcher.parked());
        assertEquals(0, budget.used());
        clients.forEach(UpstreamDispatcherSimulationTest::assertOneOutcome);
    }

    private void step(Random random) {
        int what = random.nextInt(100);
        if (what < 40) {
            submit(List.of("GET", "POST", "PUT", "PATCH").get(random.nextInt(4)));
        } else if (what < 80 && !sessions.isEmpty()) {
            Session session = sessions.get(random.nextInt(sessions.size()));
            if (!session.open.isEmpty()) {
                serve(session, session.open.remove(random.nextInt(session.open.size())), random.nextInt(20));
            }
        } else if (what < 82 && sessions.size() < 3) {
            openSession();
        } else if (what == 83 && !sessions.isEmpty()) {
            upstreamDispatcher.onLaneLost(sessions.remove(random.nextInt(sessions.size())).lane, nowNs);
        } else if (what == 84 && !sessions.isEmpty()) {
            Session session = sessions.get(random.nextInt(sessions.size()));
            session.full = !session.full;
        } else if (what < 88 && !clients.isEmpty()) {
            Client client = clients.get(clients.size() - 1 - random.nextInt(Math.min(20, clients.size())));
            if (client.outcomes == 0 && !client.gone) {
                upstreamDispatcher.onClientGone(client.request);
                client.gone = true;
            }
        } else if (what < 98) {
            advance(random.nextInt(20));
        } else if (what == 98) {
            advance(random.nextInt(600));
        }
    }

    private void serve(Session session, WireRecord request, int how) {
        if (how == 0) {
            Refuse refuse = new Refuse(request.exchange(), ErrorCode.BUSY, "");
            upstreamDispatcher.onRecord(
                    session.lane, parse(MessageCodec.encode(refuse)).get(0), nowNs);
        } else if (how == 19) {
            session.open.add(request);
            tell(session, request, random(request) % (int) REQUEST_MS);
        } else if (how == 1) {
            Reply lost = reply(request, Flags.NEST | Flags.REPEATABLE);
            Client client = clients.get(Integer.parseInt(request.path().substring(1)));
            boolean repeatable = HttpMethod.isIdempotent(client.method) && !request.has(Flags.RETRIED);
            WireRecord record = parse(MessageCodec.encode(repeatable ? lost : reply(request, Flags.NEST)))
                    .get(0);
            upstreamDispatcher.onRecord(session.lane, record, nowNs);
        } else {
            answer(session, request);
            if (how == 2) {
                answer(session, request);
            }
        }
    }

    private static int random(WireRecord request) {
        return Math.floorMod(Long.hashCode(request.exchange() * 0x9E3779B97F4A7C15L), 100_000);
    }

    private static void assertOneOutcome(Client client) {
        assertEquals(client.gone ? 0 : 1, client.outcomes, client.method + " " + client.number);
        LocalReply answer = client.answer;
        if (answer != null && Attributes.OUTCOME_NOT_STARTED.equals(answer.outcome())) {
            // Handed over, refused, and so handed over again: not started all the same.
            assertFalse(client.request.isRetried());
        }
        int most = (HttpMethod.isIdempotent(client.method) ? 2 : 1) + client.request.refusals();
        assertTrue(client.handedOver <= most, client.method + " was handed over " + client.handedOver + " times");
    }

    @Test
    void endsARequestJustWhenItsTimeIsOver() {
        Session session = openSession();
        Client client = submit("GET");
        upstreamDispatcher.flush(nowNs);
        assertEquals(1, session.open.size());
        advance(REQUEST_MS + Deadlines.GRACE_MS - 1);
        assertEquals(0, client.outcomes);
        advance(1);
        LocalReply answer = client.answer;
        assertTrue(answer != null && answer.status() == 504);
        assertEquals("unknown", answer.outcome());
    }

    @Test
    void keepsToTheDeadlineThatItIsToldWhateverTheRouterDoesThen() {
        Session session = openSession();
        Client client = submit("POST");
        upstreamDispatcher.flush(nowNs);
        advance(30);
        tell(session, session.open.get(0), 300);
        tell(session, session.open.get(0), 900);
        advance(270 + Deadlines.GRACE_MS - 1);
        assertEquals(0, client.outcomes);
        advance(1);
        assertEndedByItself(client);
    }

    private static void assertEndedByItself(Client client) {
        LocalReply answer = client.answer;
        assertTrue(answer != null && answer.status() == 504, client.method);
        assertEquals("unknown", answer.outcome());
    }

    @Test
    void keepsToItAlsoOnceTheRequestIsWithAnotherRouter() {
        Session first = openSession();
        Client client = submit("GET");
        upstreamDispatcher.flush(nowNs);
        assertEquals(REQUEST_MS, first.open.get(0).budgetMs());
        tell(first, first.open.get(0), 300);
        advance(240);
        Session second = openSession();
        upstreamDispatcher.onLaneLost(first.lane, nowNs);
        upstreamDispatcher.flush(nowNs);
        assertEquals(60, second.open.get(0).budgetMs());
        assertTrue(second.open.get(0).has(Flags.RETRIED));
        assertEquals(List.of(0, 240), client.agesMs);
        tick(60 + Deadlines.GRACE_MS + TICK_MS);
        assertEndedByItself(client);
        assertEquals(0, upstreamDispatcher.waiting());
    }

    @Test
    void sendsNothingWhoseDeadlineHasPassed() {
        Session first = openSession();
        Client client = submit("GET");
        upstreamDispatcher.flush(nowNs);
        tell(first, first.open.get(0), 300);
        Session second = openSession();
        advance(300);
        upstreamDispatcher.onLaneLost(first.lane, nowNs);
        upstreamDispatcher.flush(nowNs);
        assertEquals(List.of(), second.open);
        assertEndedByItself(client);
    }

    @Test
    void saysHowLongARequestHasWaited() {
        Client client = submit("POST");
        advance(150);
        Session session = openSession();
        upstreamDispatcher.flush(nowNs);
        assertEquals(List.of(150), client.agesMs);
        assertEquals(REQUEST_MS - 150, session.open.get(0).budgetMs());
    }

    @Test
    void heedsNoDeadlineOfWhatIsOverOrUnknown() {
        Session session = openSession();
        Client client = submit("GET");
        upstreamDispatcher.flush(nowNs);
        WireRecord request = session.open.get(0);
        answer(session, request);
        tell(session, request, 1);
        Client next = submit("GET");
        tick(2 * TICK_MS + Deadlines.GRACE_MS);
        assertEquals(1, client.outcomes);
        assertEquals(0, next.outcomes);
        assertEquals(0, counters.value(GatewayCounters.Event.STALE_REPLY));
    }

    @Test
    void tellsThatWhatItNeverHandedOverWasNotStarted() {
        Session session = openSession();
        session.full = true;
        Client client = submit("POST");
        upstreamDispatcher.flush(nowNs);
        upstreamDispatcher.onLaneLost(session.lane, nowNs);
        assertEquals(PendingRequest.State.PARKED, client.request.state());
        advance(PARKING_MS - 1);
        assertEquals(0, client.outcomes);
        advance(1);
        LocalReply answer = client.answer;
        assertTrue(answer != null && answer.status() == 503);
        assertEquals("not-started", answer.outcome());
        assertEquals(0, client.handedOver);
    }

    @Test
    void movesWhatIsStillInItsOwnQueueToAnotherRouter() {
        Session first = openSession();
        first.full = true;
        Client client = submit("POST");
        upstreamDispatcher.flush(nowNs);
        Session second = openSession();
        upstreamDispatcher.onLaneLost(first.lane, nowNs);
        upstreamDispatcher.flush(nowNs);
        assertEquals(1, second.open.size());
        assertFalse(second.open.get(0).has(Flags.RETRIED));
        answer(second, second.open.get(0));
        assertEquals(1, client.outcomes);
        assertNull(client.answer);
    }

    @Test
    void givesToTheRouterWithTheFewestOutstanding() {
        Session first = openSession();
        Session second = openSession();
        for (int i = 0; i < 10; i++) {
            submit("GET");
        }
        upstreamDispatcher.flush(nowNs);
        assertEquals(5, first.open.size());
        assertEquals(5, second.open.size());
        first.open.forEach(request -> answer(first, request));
        first.open.clear();
        for (int i = 0; i < 5; i++) {
            submit("GET");
        }
        upstreamDispatcher.flush(nowNs);
        assertEquals(5, first.open.size());
        assertEquals(5, second.open.size());
    }

    @Test
    void servesWhatWaitsInOrderAsSlotsComeFree() {
        Session session = openSession();
        for (int i = 0; i < SLOTS + 3; i++) {
            submit("GET");
        }
        upstreamDispatcher.flush(nowNs);
        assertEquals(3, upstreamDispatcher.parked());
        answer(session, session.open.remove(0));
        upstreamDispatcher.unpark(nowNs);
        upstreamDispatcher.flush(nowNs);
        assertEquals("/" + SLOTS, session.open.get(session.open.size() - 1).path());
        assertEquals(2, upstreamDispatcher.parked());
    }
}

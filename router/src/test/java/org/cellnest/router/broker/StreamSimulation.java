package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.cellnest.router.broker.TestNest.SECOND;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.jspecify.annotations.Nullable;

/**
 * A broker among gateways and cells whose bodies flow, as a seed has it, with connections that fill up and peers that die,
 * give up, break off and lie. What must hold is checked as it runs ({@link Invariant}).
 */
final class StreamSimulation {
    /** What must hold, whatever happens. */
    enum Invariant {
        BYTES_IN_ORDER,
        END_ONLY_AFTER_ALL,
        NOTHING_BEYOND_ITS_LIMIT,
        ONE_LAST_WORD,
        NO_DEADLOCK,
        BOUNDED_QUEUES,
        TABLES_EMPTY_AT_REST,
        NO_CHUNK_LEFT
    }

    private static final int HEAD = 28;
    private static final int OUTBOX = 60_000;
    private static final int MAX_STREAMS = 5;
    private static final int MAX_BODY = 60_000;
    private static final int WINDOW = 12_000;
    private static final String PATH = "/s";

    /** A body on its way: any of its bytes is known from its name and its place. */
    private static final class Body {
        final String name;
        final int length;

        Body(String name, int length) {
            this.name = name;
            this.length = length;
        }

        byte at(int index) {
            return (byte) (name.hashCode() * 31 + index * 7);
        }

        byte[] piece(int from, int to) {
            byte[] piece = new byte[to - from];
            for (int i = from; i < to; i++) {
                piece[i - from] = at(i);
            }
            return piece;
        }
    }

    /** The sending side of a direction. */
    private static final class Sending {
        final Body body;
        int at;
        long offset;
        long limit;
        boolean over;

        Sending(Body body, int at) {
            this.body = body;
            this.at = at;
        }

        boolean canSend() {
            return !over && (limit - offset > HEAD || at == body.length);
        }

        Data next(long exchange, Random random) {
            int room = (int) Math.min(limit - offset - HEAD, 1 + random.nextInt(7_000));
            int to = Math.min(body.length, at + Math.max(0, room));
            byte[] piece = body.piece(at, to);
            at = to;
            over = at == body.length && (room >= 0 || piece.length == 0);
            Data data = new Data(exchange, over ? 0 : Flags.MORE, offset, Slice.of(piece));
            offset += HEAD + piece.length;
            return data;
        }
    }

    /** The receiving side of a direction. */
    private final class Receiving {
        final Body body;
        int at;
        long offset;
        long limit;
        boolean complete;

        Receiving(Body body) {
            this.body = body;
        }

        void take(Bytes bytes) {
            for (byte b : bytes.toByteArray()) {
                check(at < body.length && b == body.at(at), Invariant.BYTES_IN_ORDER, body.name + " at " + at);
                at++;
            }
        }

        void data(Data data) {
            check(!complete, Invariant.ONE_LAST_WORD, body.name + " goes on after its end");
            int length = HEAD + data.bytes().length();
            boolean bareEnd = length == HEAD && !data.has(Flags.MORE);
            check(data.offset() == offset, Invariant.BYTES_IN_ORDER, body.name + " offset " + data.offset());
            check(
                    bareEnd || offset + length <= limit,
                    Invariant.NOTHING_BEYOND_ITS_LIMIT,
                    body.name + " to " + (offset + length) + " of " + limit);
            offset += length;
            take(data.bytes());
            if (!data.has(Flags.MORE)) {
                end();
            }
        }

        void end() {
            complete = true;
            check(at == body.length, Invariant.END_ONLY_AFTER_ALL, body.name + " ends at " + at + " of " + body.length);
        }

        @Nullable
        Credit credit(long exchange) {
            if (complete || limit - offset > WINDOW / 2) {
                return null;
            }
            limit = offset + WINDOW;
            return new Credit(exchange, limit);
        }
    }

    /** An exchange as its gateway knows it. */
    private static final class Asked {
        final long exchange;
        final boolean uploads;
        final Sending request;

        @Nullable
        Receiving answer;

        boolean answered;
        boolean answerOver;
        boolean lastWord;
        boolean cancelled;
        /** Whether it takes no more of the answer, and awaits the router's last word. */
        boolean declined;

        Asked(long exchange, Sending request, boolean uploads) {
            this.exchange = exchange;
            this.request = request;
            this.uploads = uploads;
        }

        boolean isOver() {
            return (uploads || declined) ? lastWord && (answerOver || cancelled) : answerOver;
        }
    }

    private final class SimGateway {
        final String name;
        int connection;
        boolean alive;
        int incarnation;
        int generation;
        final Map<Long, Asked> asked = new HashMap<>();
        final Deque<Integer> slots = new ArrayDeque<>();
        /** The exchanges that it has reset: records about them may still be on their way. */
        final Set<Long> givenUp = new HashSet<>();

        SimGateway(String name) {
            this.name = name;
        }

        void join() {
            alive = true;
            connection = nest.connect();
            asked.clear();
            slots.clear();
            for (int slot = 0; slot < 12; slot++) {
                slots.add(slot);
            }
            nest.say(
                    connection,
                    Register.of(PeerKind.GATEWAY, name, name + ++incarnation)
                            .maxStreams(1)
                            .build());
            nest.received(connection);
        }

        void send() {
            Integer slot = slots.poll();
            if (slot == null) {
                return;
            }
            long exchange = ExchangeId.of(slot, ++generation);
            String id = name + "-" + incarnation + "-" + generation;
            boolean uploads = random.nextBoolean();
            Body body = new Body(id, uploads ? random.nextInt(MAX_BODY) : 0);
            int first = Math.min(body.length, random.nextInt(5_000));
            Sending sending = new Sending(body, uploads ? first : 0);
            sending.over = !uploads;
            asked.put(exchange, new Asked(exchange, sending, uploads));
            nest.say(
                    connection,
                    new Request(
                            exchange,
                            uploads ? Flags.MORE : 0,
                            3_000 + random.nextInt(5_000),
                            0,
                            "PUT",
                            false,
                            HttpVersion.HTTP_1_1,
                            PATH,
                            "",
                            Fields.of("id", id, "bytes", Integer.toString(body.length)),
                            Slice.of(body.piece(0, uploads ? first : 0))));
        }

        void read() {
            for (Message message : nest.received(connection)) {
                if (givenUp.contains(exchangeOf(message))) {
                    continue;
                }
                if (message instanceof Reply reply) {
                    onReply(of(reply.exchange()), reply);
                } else if (message instanceof Refuse refuse) {
                    Asked one = of(refuse.exchange());
                    one.answerOver = true;
                    one.lastWord = true;
                    settle(one);
                } else if (message instanceof Credit credit) {
                    Asked one = asked.get(credit.exchange());
                    if (one != null) {
                        one.request.limit = Math.max(one.request.limit, credit.limit());
                    }
                } else if (message instanceof Data data) {
                    Asked one = of(data.exchange());
                    Receiving answer = one.answer;
                    if (one.declined) {
                        one.lastWord |= !one.uploads && !data.has(Flags.MORE); // its end has crossed the RESET
                        settle(one);
                        continue;
                    }
                    check(answer != null && !one.answerOver, Invariant.ONE_LAST_WORD, "DATA without an open answer");
                    if (answer != null) {
                        answer.data(data);
                        one.answerOver = answer.complete;
                    }
                    settle(one);
                } else if (message instanceof Reset reset) {
                    onReset(of(reset.exchange()), reset);
                }
            }
        }

        private long exchangeOf(Message message) {
            if (message instanceof Reply reply) {
                return reply.exchange();
            } else if (message instanceof Data data) {
                return data.exchange();
            } else if (message instanceof Reset reset) {
                return reset.exchange();
            }
            return message instanceof Refuse refuse ? refuse.exchange() : 0;
        }

        private Asked of(long exchange) {
            Asked one = asked.get(exchange);
            if (one == null) {
                throw new AssertionError("seed " + seed + ": a record for an exchange that is over, after " + history);
            }
            return one;
        }

        private void onReply(Asked one, Reply reply) {
            check(!one.answered, Invariant.ONE_LAST_WORD, "a second answer");
            one.answered = true;
            if (reply.has(Flags.NEST)) {
                one.answerOver = true;
                outcomes.merge("nest-" + reply.status(), 1, Integer::sum);
            } else {
                String bytes = String.valueOf(reply.fields().first("bytes"));
                Receiving answer =
                        new Receiving(new Body(String.valueOf(reply.fields().first("id")), Integer.parseInt(bytes)));
                one.answer = answer;
                answer.take(reply.body());
                if (!reply.has(Flags.MORE)) {
                    answer.end();
                    one.answerOver = true;
                }
            }
            settle(one);
        }

        private void onReset(Asked one, Reset reset) {
            if (reset.directions() == Reset.BOTH) {
                check(!one.lastWord, Invariant.ONE_LAST_WORD, "a second last word");
                one.lastWord = true;
                one.request.over = true;
                if (reset.code() != ErrorCode.COMPLETE) {
                    one.answerOver = true;
                    outcomes.merge(reset.code().wireName(), 1, Integer::sum);
                }
            } else if (reset.directions() == Reset.MINE) {
                one.answerOver = true;
                one.lastWord |= one.declined && !one.uploads;
                outcomes.merge("answer-" + reset.code().wireName(), 1, Integer::sum);
            } else {
                one.request.over = true;
            }
            settle(one);
        }

        private void settle(Asked one) {
            if (one.isOver()) {
                asked.remove(one.exchange);
                slots.add(ExchangeId.slot(one.exchange));
                outcomes.merge("over", 1, Integer::sum);
            }
        }

        void flow() {
            for (Asked one : List.copyOf(asked.values())) {
                if (random.nextInt(3) == 0) {
                    continue;
                }
                if (one.uploads && !one.cancelled && one.request.canSend()) {
                    nest.say(connection, one.request.next(one.exchange, random));
                }
                Receiving answer = one.answer;
                Credit credit = answer == null || one.answerOver ? null : answer.credit(one.exchange);
                if (credit != null) {
                    nest.say(connection, credit);
                }
            }
        }

        void giveUpOne() {
            for (Asked one : List.copyOf(asked.values())) {
                if (one.answer != null && !one.answerOver && random.nextBoolean()) {
                    one.declined = true;
                    one.answerOver = true;
                    nest.say(connection, new Reset(one.exchange, Reset.YOURS, ErrorCode.NOT_READ, "enough"));
                    return;
                }
                if (!one.cancelled) {
                    if (one.uploads && random.nextInt(3) == 0) {
                        nest.say(connection, new Reset(one.exchange, Reset.BOTH, ErrorCode.ASKER_GONE, "enough"));
                        asked.remove(one.exchange);
                        slots.add(ExchangeId.slot(one.exchange));
                        givenUp.add(one.exchange);
                    } else {
                        one.cancelled = true;
                        nest.say(connection, new Cancel(one.exchange, Cancel.Reason.ASKER_GONE));
                    }
                    return;
                }
            }
        }
    }

    /** An exchange as its cell knows it. */
    private static final class Taken {
        final long ticket;
        final Receiving request;

        @Nullable
        Sending answer;

        boolean requestOver;
        boolean replied;
        boolean cancelled;

        Taken(long ticket, Receiving request) {
            this.ticket = ticket;
            this.request = request;
        }

        boolean isOver() {
            return replied && requestOver && (answer == null || answer.over);
        }
    }

    private final class SimCell {
        final String name;
        int connection;
        boolean alive;
        int incarnation;
        final Map<Long, Taken> taken = new HashMap<>();

        SimCell(String name) {
            this.name = name;
        }

        void join() {
            alive = true;
            taken.clear();
            connection = nest.connect();
            nest.say(
                    connection,
                    Register.of(PeerKind.CELL, name, name + ++incarnation)
                            .concurrency(4)
                            .maxStreams(MAX_STREAMS)
                            .deployments(List.of(new DeploymentInfo("app", "1", "", Map.of())))
                            .routesPages(1)
                            .build());
            RouteInfo route = new RouteInfo("app", 1, PATH, List.of("PUT"), 0, null, false, "", List.of());
            nest.say(connection, new Routes(1, 1, List.of(route)));
            read();
        }

        void read() {
            for (Message message : nest.received(connection)) {
                if (message instanceof Request request) {
                    onRequest(request);
                } else if (message instanceof Cancel cancel) {
                    Taken one = taken.get(cancel.exchange());
                    if (one != null) {
                        one.cancelled = true;
                    }
                } else if (message instanceof Credit credit) {
                    Taken one = taken.get(credit.exchange());
                    if (one != null && one.answer != null) {
                        one.answer.limit = Math.max(one.answer.limit, credit.limit());
                    }
                } else if (message instanceof Data data) {
                    Taken one = taken.get(data.exchange());
                    if (one != null && !one.requestOver) {
                        one.request.data(data);
                        one.requestOver = one.request.complete;
                        settle(one);
                    }
                } else if (message instanceof Reset reset) {
                    onReset(taken.get(reset.exchange()), reset);
                }
            }
        }

        private void onRequest(Request request) {
            int bytes = Integer.parseInt(String.valueOf(request.fields().first("bytes")));
            Taken one = new Taken(
                    request.exchange(),
                    new Receiving(new Body(String.valueOf(request.fields().first("id")), bytes)));
            taken.put(request.exchange(), one);
            one.request.take(request.body());
            if ((request.flags() & Flags.MORE) == 0) {
                one.request.end();
                one.requestOver = true;
            }
        }

        private void onReset(@Nullable Taken one, Reset reset) {
            if (one == null) {
                return;
            }
            if (reset.directions() == Reset.BOTH) {
                taken.remove(one.ticket);
                return;
            }
            if (reset.directions() == Reset.MINE) {
                one.requestOver = true;
            } else if (one.answer != null) {
                one.answer.over = true;
            }
            settle(one);
        }

        void act() {
            for (Taken one : List.copyOf(taken.values())) {
                if (random.nextInt(3) > 0) {
                    act(one);
                }
            }
        }

        private void act(Taken one) {
            Sending answer = one.answer;
            if (one.cancelled && random.nextBoolean()) {
                nest.say(connection, new Reset(one.ticket, Reset.BOTH, ErrorCode.ASKER_GONE, "cancelled"));
                taken.remove(one.ticket);
            } else if (answer != null && !answer.over) {
                if (answer.canSend()) {
                    nest.say(connection, answer.next(one.ticket, random));
                }
                settle(one);
            } else if (!one.requestOver && random.nextInt(8) > 0) {
                Credit credit = one.request.credit(one.ticket);
                if (credit != null) {
                    nest.say(connection, credit);
                }
            } else if (!one.replied) {
                finish(one);
            } else if (!one.requestOver) {
                nest.say(connection, new Reset(one.ticket, Reset.YOURS, ErrorCode.NOT_READ, "enough"));
                one.requestOver = true;
                settle(one);
            }
        }

        /** Answers, or does not. */
        private void finish(Taken one) {
            int dice = random.nextInt(20);
            boolean begun = one.request.limit > 0;
            if (dice == 0 && !begun) {
                nest.say(connection, new Refuse(one.ticket, ErrorCode.BUSY, "full"));
                taken.remove(one.ticket);
            } else if (dice == 1) {
                nest.say(connection, new Reset(one.ticket, Reset.BOTH, ErrorCode.BROKEN, "failed"));
                taken.remove(one.ticket);
            } else {
                boolean more = random.nextBoolean();
                Body body = new Body(name + "-" + one.ticket, random.nextInt(more ? MAX_BODY : 5_000));
                int first = more ? Math.min(body.length, random.nextInt(5_000)) : body.length;
                one.replied = true;
                if (more) {
                    one.answer = new Sending(body, first);
                }
                Fields fields = Fields.of("id", body.name, "bytes", Integer.toString(body.length));
                nest.say(
                        connection,
                        new Reply(one.ticket, more ? Flags.MORE : 0, 200, fields, Slice.of(body.piece(0, first))));
                settle(one);
            }
        }

        private void settle(Taken one) {
            if (one.isOver()) {
                taken.remove(one.ticket);
            }
        }

        /** Sends what it may not. */
        void lie() {
            for (Taken one : List.copyOf(taken.values())) {
                Sending answer = one.answer;
                if (answer != null && !answer.over) {
                    boolean gap = random.nextBoolean();
                    byte[] bytes = new byte[gap ? 9_000 : 70_000];
                    nest.say(
                            connection,
                            new Data(one.ticket, Flags.MORE, answer.offset + (gap ? 1 : 0), Slice.of(bytes)));
                    return;
                }
            }
        }

        void breakOne() {
            for (Taken one : List.copyOf(taken.values())) {
                if (one.answer != null && !one.answer.over) {
                    nest.say(connection, new Reset(one.ticket, Reset.MINE, ErrorCode.BROKEN, "failed"));
                    one.answer.over = true;
                    settle(one);
                    return;
                }
            }
        }
    }

    private final long seed;
    private final Random random;
    private final TestNest nest;
    private final List<SimGateway> gateways = new ArrayList<>();
    private final List<SimCell> cells = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private final Map<String, Integer> outcomes = new HashMap<>();

    StreamSimulation(long seed) {
        this.seed = seed;
        random = new Random(seed);
        nest = TestNest.narrow(20, 20_000, OUTBOX, random, random.nextLong() >> 8);
        nest.slice.limit = 1 + random.nextInt(3);
        for (int i = 0; i < 2; i++) {
            SimGateway gateway = new SimGateway("g" + i);
            gateways.add(gateway);
            gateway.join();
        }
        for (int i = 0; i < 3; i++) {
            SimCell cell = new SimCell("c" + i);
            cells.add(cell);
            cell.join();
        }
    }

    /** Returns how often each outcome was seen. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            checkBounds();
        }
        settle();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 20) {
            gateway(SimGateway::send);
        } else if (dice < 50) {
            gateway(SimGateway::flow);
        } else if (dice < 80) {
            cell(SimCell::act);
        } else if (dice < 88) {
            pass((1 + random.nextInt(80)) * MS);
        } else if (dice < 91) {
            gateway(SimGateway::giveUpOne);
        } else if (dice < 94) {
            comeBack();
            nest.full.clear();
            nest.turn();
        } else {
            fault(random.nextInt(12));
        }
        readAll();
    }

    private void fault(int fault) {
        history.add(Integer.toString(fault));
        switch (fault) {
            case 0 ->
                cell(cell -> {
                    cell.alive = false;
                    nest.disconnect(cell.connection);
                });
            case 1 ->
                gateway(gateway -> {
                    gateway.alive = false;
                    nest.disconnect(gateway.connection);
                });
            case 2, 3, 4 -> gateway(gateway -> nest.full.add(gateway.connection));
            case 5, 6 -> cell(cell -> nest.full.add(cell.connection));
            case 7, 8 -> cell(SimCell::lie);
            case 9, 10 -> cell(SimCell::breakOne);
            default -> stall();
        }
    }

    private void stall() {
        long gapNs = SECOND + random.nextInt(3_000) * MS;
        nest.nowNs += gapNs;
        nest.broker.hold(gapNs);
        nest.broker.release(nest.nowNs);
        do {
            nest.turn();
        } while (nest.broker.isBusy());
    }

    private void comeBack() {
        for (SimCell cell : cells) {
            if (!cell.alive) {
                cell.join();
            }
        }
        for (SimGateway gateway : gateways) {
            if (!gateway.alive) {
                gateway.join();
            }
        }
    }

    private void pass(long ns) {
        nest.advance(ns);
        cells.stream().filter(cell -> cell.alive).forEach(cell -> nest.say(cell.connection, Heartbeat.of(1)));
        gateways.stream()
                .filter(gateway -> gateway.alive)
                .forEach(gateway -> nest.say(gateway.connection, Heartbeat.of(1)));
    }

    private void readAll() {
        gateways.stream().filter(gateway -> gateway.alive).forEach(SimGateway::read);
        cells.stream().filter(cell -> cell.alive).forEach(SimCell::read);
    }

    private void gateway(Consumer<SimGateway> action) {
        SimGateway gateway = gateways.get(random.nextInt(gateways.size()));
        if (gateway.alive) {
            action.accept(gateway);
        }
    }

    private void cell(Consumer<SimCell> action) {
        SimCell cell = cells.get(random.nextInt(cells.size()));
        if (cell.alive) {
            action.accept(cell);
        }
    }

    private void checkBounds() {
        for (Session session : nest.broker.sessions().all()) {
            check(
                    session.waitingBytes() <= OUTBOX + 3 * 66_000 + 12 * 600,
                    Invariant.BOUNDED_QUEUES,
                    session.waitingBytes() + " bytes wait for " + session);
            if (session instanceof CellSession cell) {
                // An answer makes a stream of a call, whatever the number of streams.
                check(
                        cell.streams() <= MAX_STREAMS + 64 && cell.streams() >= 0 && cell.inFlight() >= 0,
                        Invariant.BOUNDED_QUEUES,
                        cell.streams() + " streams");
            }
        }
    }

    /** All go on until all is over. */
    private void settle() {
        nest.full.clear();
        comeBack();
        for (int i = 0; i < 3_000 && !isAtRest(); i++) {
            readAll();
            gateways.forEach(SimGateway::flow);
            cells.forEach(SimCell::act);
            pass(5 * MS);
        }
        readAll();
        for (SimGateway gateway : gateways) {
            check(gateway.asked.isEmpty(), Invariant.NO_DEADLOCK, gateway.asked.size() + " are not over");
        }
        BrokerStatus status = nest.broker.status();
        check(
                status.inFlight() == 0
                        && status.parked() == 0
                        && status.retainedBytes() == 0
                        && status.timers() == 0
                        && !nest.broker.sessions().all().stream().anyMatch(StreamSimulation::holds),
                Invariant.TABLES_EMPTY_AT_REST,
                status.toString());
        check(nest.heldChunks() == 0, Invariant.NO_CHUNK_LEFT, nest.heldChunks() + " chunks are held");
        nest.assertNothingRewritten();
    }

    private boolean isAtRest() {
        return nest.broker.status().inFlight() == 0
                && nest.broker.status().parked() == 0
                && gateways.stream().allMatch(gateway -> gateway.asked.isEmpty());
    }

    private static boolean holds(Session session) {
        return session.waitingBytes() > 0
                || (session instanceof CellSession cell && cell.holdsTickets())
                || (session instanceof GatewaySession gateway && gateway.outstanding() > 0);
    }

    private void check(boolean holds, Invariant invariant, String what) {
        if (!holds) {
            throw new AssertionError("seed " + seed + ": " + invariant + ": " + what + " after " + history);
        }
    }
}

package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.MS;
import static org.cellnest.router.broker.TestNest.SECOND;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.Welcome;

/**
 * A broker among gateways and cells that send, run, refuse, die, freeze, wake and come back as a seed has it, with
 * connections that fill up and lose what is in them. What must hold is checked as it runs ({@link Invariant}).
 */
final class BrokerSimulation {
    /** What must hold, whatever happens. */
    enum Invariant {
        ONE_OUTCOME_EACH,
        OUTCOME_WITHIN_DEADLINE,
        NO_SECOND_START_OF_WHAT_MAY_NOT_REPEAT,
        NO_THIRD_START,
        NOT_STARTED_MEANS_NOT_STARTED,
        REPLY_GOES_TO_ITS_REQUEST,
        ANSWER_COMES_BY_THE_LANE_OF_ITS_REQUEST,
        NEVER_MORE_IN_FLIGHT_THAN_GRANTED,
        REQUEST_IS_FOR_A_ROUTE_OF_THE_REGISTRATION_THAT_STANDS,
        BOUNDED_QUEUES,
        BYTES_AS_SENT,
        TABLES_EMPTY_AT_REST,
        NO_CHUNK_LEFT
    }

    private enum Fault {
        CELL_DIES,
        CELL_FREEZES,
        CELL_LEAVES,
        GATEWAY_DIES,
        LANE_LOST,
        CONNECTION_FULL,
        LANE_FULL,
        FORGED_REPLY,
        REGISTERS_ANEW,
        ROUTER_STALLS
    }

    private static final int CONCURRENCY = 3;
    private static final int LANES = 2;
    /** The number of a route is the registration's revision, times this, and its own. */
    private static final int ROUTES = 10;

    private static final int PARKING = 20;
    /** Room for a few large bodies. */
    private static final int RETAINED = 20_000;

    private static final int LARGE_BODY = 4_500;
    private static final int OUTBOX = 8_000;
    private static final int LARGEST_ANSWER = 20_000;
    /** The bytes written for a gateway whatever else waits: an answer of the nest's own for each slot, and some control. */
    private static final int NEST_ANSWERS = 64 * 600;

    private static final String[] PATHS = {"/a", "/b", "/b/7", "/nowhere"};
    private static final String[] METHODS = {"GET", "GET", "GET", "POST", "POST", "PUT", "DELETE"};
    private static final int DEADLINE_SLACK_MS = 2_600;

    private static final class Sent {
        final String id;
        final String method;
        final String path;
        final long dueNs;
        int lane;
        int starts;
        int repeated;
        boolean answered;
        String outcome = "";

        Sent(String id, String method, String path, long dueNs, boolean sentBefore) {
            this.id = id;
            this.method = method;
            this.path = path;
            this.dueNs = dueNs;
            starts = sentBefore ? 1 : 0;
        }
    }

    private final class SimGateway {
        final String name;
        int connection;
        /** All connections, by some of which nothing but the joining may ever go. */
        final List<Integer> lanes = new ArrayList<>();

        boolean alive;
        int incarnation;
        long generation;
        final Map<Long, Sent> outstanding = new HashMap<>();
        final Deque<Integer> slots = new ArrayDeque<>();

        SimGateway(String name) {
            this.name = name;
        }

        void join() {
            alive = true;
            connection = nest.connect();
            outstanding.clear();
            slots.clear();
            for (int slot = 0; slot < 64; slot++) {
                slots.add(slot);
            }
            incarnation++;
            nest.say(
                    connection,
                    Register.of(PeerKind.GATEWAY, name, name + incarnation).build());
            lanes.clear();
            lanes.add(connection);
            String session = nest.received(connection).stream()
                    .filter(message -> message instanceof Welcome)
                    .map(message -> ((Welcome) message).session())
                    .findFirst()
                    .orElse("");
            for (int lane = 1; lane <= LANES && !session.isEmpty(); lane++) {
                int joining = nest.connect();
                nest.say(joining, new Join(session, lane, null));
                lanes.add(joining);
            }
        }

        void leave() {
            alive = false;
            lanes.forEach(nest::disconnect);
        }

        void send() {
            Integer slot = slots.poll();
            if (slot == null) {
                return;
            }
            String method = METHODS[random.nextInt(METHODS.length)];
            String path = PATHS[random.nextInt(PATHS.length)];
            boolean sentBefore = HttpMethod.isSafe(method) && random.nextInt(10) == 0;
            int budgetMs = 200 + random.nextInt(5_000);
            String id = name + "-" + incarnation + "-" + ++generation;
            Sent sent = new Sent(id, method, path, nest.nowNs + budgetMs * MS, sentBefore);
            sentById.put(id, sent);
            send(sent, slot, sentBefore);
        }

        private void send(Sent sent, int slot, boolean sentBefore) {
            long exchange = ExchangeId.of(slot, ++generation);
            int budgetMs = (int) Math.max(1, (sent.dueNs - nest.nowNs) / MS);
            outstanding.put(exchange, sent);
            sent.lane = lanes.get(random.nextInt(lanes.size()));
            nest.say(
                    sent.lane,
                    new Request(
                            exchange,
                            sentBefore ? Flags.RETRIED : 0,
                            budgetMs,
                            0,
                            sent.method,
                            false,
                            HttpVersion.HTTP_1_1,
                            sent.path,
                            "",
                            Fields.of(Attributes.REQUEST_ID, sent.id),
                            Slice.of(body(sent.id, random.nextInt(4) == 0 ? LARGE_BODY : random.nextInt(300)))));
        }

        void cancelOne() {
            outstanding.entrySet().stream()
                    .findFirst()
                    .ifPresent(entry ->
                            nest.say(entry.getValue().lane, new Cancel(entry.getKey(), Cancel.Reason.ASKER_GONE)));
        }

        void read() {
            // A request that is repeated goes out within, by any lane: what it brings is read the next time.
            for (int lane : List.copyOf(lanes)) {
                read(lane);
            }
        }

        private void read(int lane) {
            for (Message message : nest.received(lane)) {
                if (message instanceof Reply reply) {
                    onReply(lane, reply);
                } else if (message instanceof Reject reject) {
                    alive = false;
                    check(
                            reject.code().equals(ErrorCode.SLOW.wireName())
                                    || reject.code().equals(ErrorCode.SILENT.wireName()),
                            Invariant.BOUNDED_QUEUES,
                            "gateway rejected: " + reject);
                }
            }
        }

        private void onReply(int lane, Reply reply) {
            Sent sent = outstanding.remove(reply.exchange());
            check(sent != null, Invariant.ONE_OUTCOME_EACH, "an answer nobody waits for: " + reply);
            if (sent == null) {
                return;
            }
            check(
                    lane == sent.lane,
                    Invariant.ANSWER_COMES_BY_THE_LANE_OF_ITS_REQUEST,
                    sent.id + " went by " + sent.lane + ", its answer came by " + lane);
            int slot = ExchangeId.slot(reply.exchange());
            if (reply.has(Flags.REPEATABLE)) {
                sent.repeated++;
                check(sent.repeated == 1, Invariant.NO_THIRD_START, sent.id + " may be repeated again");
                send(sent, slot, true);
                return;
            }
            slots.add(slot);
            sent.answered = true;
            if (reply.has(Flags.NEST)) {
                String outcome = reply.fields().first(Attributes.OUTCOME);
                sent.outcome = outcome == null ? "" : outcome;
            } else {
                check(
                        sent.id.equals(reply.fields().first("echo")),
                        Invariant.REPLY_GOES_TO_ITS_REQUEST,
                        sent.id + " got " + reply);
                checkBody(sent.id, reply.body());
            }
        }
    }

    private final class SimCell {
        final String name;
        int connection;
        boolean alive;
        boolean frozen;
        long frozenSinceNs;
        int incarnation;
        int revision;
        long standing;
        final List<Request> taken = new ArrayList<>();

        SimCell(String name) {
            this.name = name;
        }

        void join() {
            alive = true;
            frozen = false;
            taken.clear();
            connection = nest.connect();
            incarnation++;
            revision = 0;
            standing = 0;
            register();
        }

        void register() {
            revision++;
            List<RouteInfo> routes = new ArrayList<>();
            routes.add(route(1, "/a"));
            if (random.nextBoolean()) {
                routes.add(route(2, "/b"));
                routes.add(route(3, "/b/{id:[0-9]+}"));
            }
            nest.say(
                    connection,
                    Register.of(PeerKind.CELL, name, name + incarnation)
                            .revision(revision)
                            .concurrency(CONCURRENCY)
                            .weight(1 + random.nextInt(3))
                            .deployments(List.of(new DeploymentInfo("app", "1", "", Map.of())))
                            .routesPages(1)
                            .build());
            nest.say(connection, new Routes(revision, 1, routes));
        }

        private RouteInfo route(int number, String template) {
            return new RouteInfo(
                    "app",
                    revision * ROUTES + number,
                    template,
                    List.of("GET", "POST", "PUT", "DELETE"),
                    0,
                    null,
                    false,
                    "",
                    List.of());
        }

        void read() {
            for (Message message : nest.received(connection)) {
                if (message instanceof Request request) {
                    check(
                            request.route() / ROUTES == standing,
                            Invariant.REQUEST_IS_FOR_A_ROUTE_OF_THE_REGISTRATION_THAT_STANDS,
                            name + " got " + request.route() + " while " + standing + " stood");
                    begin(request);
                } else if (message instanceof Welcome welcome) {
                    standing = welcome.revision();
                } else if (message instanceof Reject) {
                    alive = false;
                }
            }
        }

        private void begin(Request request) {
            taken.add(request);
            check(
                    taken.size() <= CONCURRENCY,
                    Invariant.NEVER_MORE_IN_FLIGHT_THAN_GRANTED,
                    name + " has " + taken.size());
            if (random.nextInt(12) == 0) {
                taken.remove(request);
                nest.say(connection, new Refuse(request.exchange(), ErrorCode.BUSY, ""));
                return;
            }
            Sent sent = sentById.get(request.fields().first(Attributes.REQUEST_ID));
            if (sent == null) {
                throw new AssertionError("a request nobody sent: " + request);
            }
            checkBody(sent.id, request.body());
            sent.starts++;
            check(sent.starts <= 2, Invariant.NO_THIRD_START, sent.id);
            check(
                    sent.starts == 1 || HttpMethod.isIdempotent(sent.method),
                    Invariant.NO_SECOND_START_OF_WHAT_MAY_NOT_REPEAT,
                    sent.id + " " + sent.method);
        }

        void finishOne() {
            if (!taken.isEmpty()) {
                Request request = taken.remove(random.nextInt(taken.size()));
                String id = String.valueOf(request.fields().first(Attributes.REQUEST_ID));
                byte[] body = body(id, random.nextInt(4) == 0 ? random.nextInt(LARGEST_ANSWER - 500) : 0);
                nest.say(connection, new Reply(request.exchange(), 0, 200, Fields.of("echo", id), Slice.of(body)));
            }
        }
    }

    private final long seed;
    private final Random random;
    private final TestNest nest;
    private final Map<String, Sent> sentById = new HashMap<>();
    private final List<SimGateway> gateways = new ArrayList<>();
    private final List<SimCell> cells = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private int held;

    BrokerSimulation(long seed) {
        this.seed = seed;
        random = new Random(seed);
        nest = TestNest.narrow(PARKING, RETAINED, OUTBOX, random, random.nextLong() >> 8);
        // Whatever is done in pieces is done in very small ones, with all else between them.
        nest.singleTurns = true;
        nest.slice.limit = 1 + random.nextInt(3);
        for (int i = 0; i < 2; i++) {
            gateways.add(new SimGateway("g" + i));
        }
        for (int i = 0; i < 4; i++) {
            cells.add(new SimCell("c" + i));
        }
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            step();
            checkBounds();
        }
        settle();
    }

    /** How many requests were sent, so that a test can see that something happened. */
    int requests() {
        return sentById.size();
    }

    int startedTwice() {
        return (int) sentById.values().stream().filter(sent -> sent.starts == 2).count();
    }

    /** The number of times that a connection was held since a gateway did not take its answers. */
    int held() {
        return held;
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < 40) {
            gateway(SimGateway::send);
        } else if (dice < 65) {
            cell(SimCell::finishOne);
        } else if (dice < 80) {
            pass((1 + random.nextInt(80)) * MS);
        } else if (dice < 84) {
            gateway(SimGateway::cancelOne);
        } else if (dice < 90) {
            comeBack();
        } else if (dice < 94) {
            nest.full.clear();
            nest.turn();
        } else {
            fault(Fault.values()[random.nextInt(Fault.values().length)]);
        }
        readAll();
    }

    private void fault(Fault fault) {
        history.add(fault.name());
        switch (fault) {
            case CELL_DIES ->
                cell(cell -> {
                    cell.alive = false;
                    nest.disconnect(cell.connection);
                });
            case CELL_FREEZES ->
                cell(cell -> {
                    cell.frozen = true;
                    cell.frozenSinceNs = nest.nowNs;
                });
            case CELL_LEAVES ->
                cell(cell -> {
                    if (cell.taken.isEmpty()) {
                        nest.say(cell.connection, new Goodbye());
                        cell.alive = false;
                    }
                });
            case GATEWAY_DIES -> gateway(SimGateway::leave);
            case LANE_LOST ->
                gateway(gateway -> {
                    nest.disconnect(gateway.lanes.get(random.nextInt(gateway.lanes.size())));
                    gateway.leave();
                });
            case LANE_FULL ->
                gateway(gateway -> nest.full.add(gateway.lanes.get(1 + random.nextInt(gateway.lanes.size() - 1))));
            case CONNECTION_FULL -> nest.full.add(cells.get(random.nextInt(cells.size())).connection);
            case FORGED_REPLY -> cell(this::forge);
            case REGISTERS_ANEW -> cell(SimCell::register);
            case ROUTER_STALLS -> stall();
        }
    }

    /** Answers what another cell has. */
    private void forge(SimCell forger) {
        for (SimCell victim : cells) {
            for (Request request : victim == forger ? List.<Request>of() : victim.taken) {
                nest.say(
                        forger.connection,
                        new Reply(request.exchange(), 0, 200, Fields.of("echo", "forged"), Slice.EMPTY));
            }
        }
    }

    private void stall() {
        long gapNs = SECOND + random.nextInt(3_000) * MS;
        nest.nowNs += gapNs;
        nest.broker.hold(gapNs);
        for (SimCell cell : cells) {
            if (cell.alive && !cell.frozen) {
                cell.finishOne();
            }
        }
        nest.broker.release(nest.nowNs);
        do {
            nest.turn();
        } while (nest.broker.isBusy());
    }

    private void comeBack() {
        for (SimCell cell : cells) {
            if (!cell.alive && random.nextInt(3) == 0) {
                cell.join();
            } else if (cell.frozen && random.nextInt(3) == 0) {
                wake(cell);
            }
        }
        for (SimGateway gateway : gateways) {
            if (!gateway.alive) {
                gateway.join();
            }
        }
    }

    /** A cell that was stopped for longer than the dead time starts nothing unread, and registers anew. */
    private void wake(SimCell cell) {
        cell.frozen = false;
        if (nest.nowNs - cell.frozenSinceNs > 2 * SECOND) {
            nest.received(cell.connection);
            nest.disconnect(cell.connection);
            cell.join();
        }
    }

    /** Time in heartbeats: whoever is awake speaks. */
    private void pass(long ns) {
        nest.advance(ns);
        for (SimCell cell : cells) {
            if (cell.alive && !cell.frozen) {
                nest.say(cell.connection, Heartbeat.of(1));
            }
        }
        for (SimGateway gateway : gateways) {
            if (gateway.alive) {
                nest.say(gateway.connection, Heartbeat.of(1));
            }
        }
    }

    private void readAll() {
        for (SimGateway gateway : gateways) {
            if (gateway.alive) {
                gateway.read();
            }
        }
        for (SimCell cell : cells) {
            if (cell.alive && !cell.frozen) {
                cell.read();
            }
        }
    }

    private void gateway(Consumer<SimGateway> action) {
        SimGateway gateway = gateways.get(random.nextInt(gateways.size()));
        if (gateway.alive) {
            action.accept(gateway);
        }
    }

    private void cell(Consumer<SimCell> action) {
        SimCell cell = cells.get(random.nextInt(cells.size()));
        if (cell.alive && !cell.frozen) {
            action.accept(cell);
        }
    }

    private void checkBounds() {
        BrokerStatus status = nest.broker.status();
        check(status.parked() <= PARKING, Invariant.BOUNDED_QUEUES, "parked " + status.parked());
        held += nest.isAnyHeld() ? 1 : 0;
        for (Session session : nest.broker.sessions().all()) {
            check(
                    session.waitingBytes() <= OUTBOX + cells.size() * LARGEST_ANSWER + NEST_ANSWERS,
                    Invariant.BOUNDED_QUEUES,
                    session.waitingBytes() + " bytes wait for " + session);
        }
        check(status.retainedBytes() <= RETAINED, Invariant.BOUNDED_QUEUES, "retained " + status.retainedBytes());
        for (SimGateway gateway : gateways) {
            for (Sent sent : gateway.outstanding.values()) {
                check(
                        !gateway.alive
                                || nest.nowNs - sent.dueNs < DEADLINE_SLACK_MS * MS
                                || sent.answered
                                || nest.full.contains(sent.lane),
                        Invariant.OUTCOME_WITHIN_DEADLINE,
                        sent.id + " is late");
            }
        }
    }

    /** Everybody wakes and finishes: then nothing may be left, and every outcome must have been the truth. */
    private void settle() {
        nest.full.clear();
        for (SimCell cell : cells) {
            if (cell.frozen) {
                wake(cell);
            }
        }
        for (int i = 0; i < 100; i++) {
            readAll();
            for (SimCell cell : cells) {
                if (cell.alive && !cell.frozen) {
                    cell.finishOne();
                    cell.finishOne();
                }
            }
            pass(100 * MS);
        }
        readAll();
        for (SimGateway gateway : gateways) {
            check(
                    !gateway.alive || gateway.outstanding.isEmpty(),
                    Invariant.ONE_OUTCOME_EACH,
                    gateway.outstanding.size() + " without an answer");
        }
        for (Sent sent : sentById.values()) {
            check(
                    !sent.outcome.equals(Attributes.OUTCOME_NOT_STARTED) || sent.starts == 0,
                    Invariant.NOT_STARTED_MEANS_NOT_STARTED,
                    sent.id);
        }
        nest.assertNothingRewritten();
        BrokerStatus status = nest.broker.status();
        check(
                status.inFlight() == 0
                        && status.parked() == 0
                        && status.parkedBytes() == 0
                        && status.retainedBytes() == 0
                        && status.timers() == 0
                        && !nest.isAnyHeld()
                        && nest.broker.sessions().all().stream().allMatch(session -> session.waitingBytes() == 0)
                        && status.admissions() == 0,
                Invariant.TABLES_EMPTY_AT_REST,
                status.toString());
        check(nest.heldChunks() == 0, Invariant.NO_CHUNK_LEFT, nest.heldChunks() + " chunks are held");
    }

    /** Returns the body of a request or of its answer: whose it is can be told from any of its bytes. */
    private static byte[] body(String id, int length) {
        byte[] body = new byte[length];
        new Random(id.hashCode()).nextBytes(body);
        return body;
    }

    private void checkBody(String id, Bytes body) {
        check(
                Arrays.equals(body(id, body.length()), body.toByteArray()),
                Invariant.BYTES_AS_SENT,
                "a body of " + id + " with " + body.length() + " bytes");
    }

    private void check(boolean holds, Invariant invariant, String what) {
        if (!holds) {
            throw new AssertionError("seed " + seed + ": " + invariant + ": " + what + " after " + history);
        }
    }
}

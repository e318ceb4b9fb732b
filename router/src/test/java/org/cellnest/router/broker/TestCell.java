package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Heartbeat;
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
import org.jspecify.annotations.Nullable;

/** A cell that a test speaks for. Its one deployment is named in each call. */
public final class TestCell {
    private static final int ROUTES_OF_PAGE = 500;

    final TestNest nest;
    final String id;
    final String incarnation;
    public final int connection;
    final Deque<Request> requests = new ArrayDeque<>();
    final List<Cancel> cancels = new ArrayList<>();
    public final List<Message> others = new ArrayList<>();

    @Nullable
    public Welcome welcome;

    @Nullable
    public Reject reject;

    private long revision;
    private long heartbeats;
    private Map<String, String> meta = Map.of();
    private int deploymentConcurrency;
    private int maxStreams;

    public TestCell(TestNest nest, String id) {
        this(nest, id, id + "-1");
    }

    public TestCell(TestNest nest, String id, String incarnation) {
        this.nest = nest;
        this.id = id;
        this.incarnation = incarnation;
        connection = nest.connect();
    }

    /** A cell with one deployment of GET and POST routes, numbered from 1. */
    public static TestCell serving(TestNest nest, String id, int concurrency, String... templates) {
        TestCell cell = new TestCell(nest, id);
        cell.register(concurrency, "app", templates);
        return cell;
    }

    public void register(int concurrency, String deployment, String... templates) {
        List<RouteInfo> routes = new ArrayList<>();
        for (String template : templates) {
            routes.add(route(deployment, routes.size() + 1, template, List.of("GET", "POST")));
        }
        register(concurrency, routes, deployment);
    }

    /** What the next registrations say of each deployment beside its name. */
    public TestCell meta(Map<String, String> next) {
        meta = next;
        return this;
    }

    /** Bounds each deployment in the next registrations. */
    TestCell deploymentConcurrency(int next) {
        deploymentConcurrency = next;
        return this;
    }

    /** Takes bodies that flow, from the next registration on. */
    TestCell maxStreams(int next) {
        maxStreams = next;
        return this;
    }

    /** A cell that takes bodies that flow. */
    static TestCell streaming(TestNest nest, String id, int maxStreams, String... templates) {
        TestCell cell = new TestCell(nest, id).maxStreams(maxStreams);
        cell.register(4, "app", templates);
        return cell;
    }

    /** Takes what came of bodies that flow: DATA, CREDIT and RESET. */
    List<Message> takeOthers() {
        read();
        List<Message> taken = others.stream()
                .filter(message -> !(message instanceof Heartbeat))
                .toList();
        others.clear();
        return taken;
    }

    /** The same, for a deployment that takes nothing now. */
    void registerPaused(int concurrency, String deployment, String... templates) {
        List<RouteInfo> routes = new ArrayList<>();
        for (String template : templates) {
            routes.add(route(deployment, routes.size() + 1, template, List.of("GET", "POST")));
        }
        say(concurrency, routes, List.of(new DeploymentInfo(deployment, "1", "", Map.of()).asPaused()));
    }

    public void register(int concurrency, List<RouteInfo> routes, String... deployments) {
        List<DeploymentInfo> infos = new ArrayList<>();
        for (String deployment : deployments) {
            infos.add(new DeploymentInfo(deployment, "1", "", meta));
        }
        say(concurrency, routes, infos);
    }

    private void say(int concurrency, List<RouteInfo> routes, List<DeploymentInfo> infos) {
        revision++;
        int pages = Math.max(1, (routes.size() + ROUTES_OF_PAGE - 1) / ROUTES_OF_PAGE);
        nest.say(
                connection,
                Register.of(PeerKind.CELL, id, incarnation)
                        .revision(revision)
                        .concurrency(concurrency)
                        .deployments(infos)
                        .routesPages(pages)
                        .deploymentConcurrency(deploymentConcurrency)
                        .maxStreams(maxStreams)
                        .build());
        for (int page = 1; page <= pages; page++) {
            int from = (page - 1) * ROUTES_OF_PAGE;
            int to = Math.min(routes.size(), from + ROUTES_OF_PAGE);
            nest.say(connection, new Routes(revision, page, routes.subList(from, to)));
        }
        read();
    }

    /** Joins one more lane; returns its connection. */
    int join(int lane) {
        Welcome registered = welcome;
        int joined = nest.connect();
        nest.say(joined, new Join(registered == null ? "" : registered.session(), lane, null));
        if (!(nest.received(joined).get(0) instanceof Welcome)) {
            throw new AssertionError("lane " + lane + " could not join");
        }
        return joined;
    }

    public static RouteInfo route(String deployment, int number, String template, List<String> methods) {
        return new RouteInfo(deployment, number, template, methods, 0, null, false, "", List.of());
    }

    public void read() {
        for (Message message : nest.received(connection)) {
            if (message instanceof Request request) {
                requests.add(request);
            } else if (message instanceof Cancel cancel) {
                cancels.add(cancel);
            } else if (message instanceof Welcome w) {
                welcome = w;
            } else if (message instanceof Reject r) {
                reject = r;
            } else {
                others.add(message);
            }
        }
    }

    /** The oldest request that the cell has not taken yet; there must be one. */
    public Request take() {
        read();
        Request request = requests.poll();
        if (request == null) {
            throw new AssertionError("nothing came to " + id);
        }
        return request;
    }

    public int waiting() {
        read();
        return requests.size();
    }

    public void reply(Request request) {
        reply(request.exchange(), 200);
    }

    public void reply(long exchange, int status) {
        nest.say(connection, new Reply(exchange, 0, status, Fields.of("from", id), Slice.EMPTY));
    }

    void reply(Request request, Fields fields, int status) {
        nest.say(connection, new Reply(request.exchange(), 0, status, fields, Slice.EMPTY));
    }

    void heartbeat(Map<String, Long> counters) {
        nest.say(connection, new Heartbeat(++heartbeats, 2, 1, 300, counters));
    }

    void refuse(Request request) {
        nest.say(connection, new Refuse(request.exchange(), ErrorCode.BUSY, "full"));
    }

    void heartbeat() {
        nest.say(connection, Heartbeat.of(++heartbeats));
    }

    public void die() {
        nest.disconnect(connection);
    }
}

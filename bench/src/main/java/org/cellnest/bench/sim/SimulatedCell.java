package org.cellnest.bench.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.Transport;

/** A simulated cell: registers, sends heartbeats, and answers every request after a delay. For one thread. */
final class SimulatedCell implements AutoCloseable {
    private static final int ROUTES_ON_A_PAGE = 200;
    private static final int CONCURRENCY = 64;
    private static final long HEARTBEAT_NS = 1_000_000_000L;
    private static final Fields TEXT = Fields.of("content-type", "text/plain;charset=utf-8");

    private record Due(long exchange, long atNs) {}

    private final String id;
    private final String incarnation;
    private final String deployment;
    private final List<RouteInfo> routes;
    private final long answerAfterNs;
    private final Link link;
    private final Deque<Due> running = new ArrayDeque<>();

    private boolean welcome;
    private long heartbeats;
    private long nextHeartbeatNs;
    private long answered;

    SimulatedCell(
            Transport transport,
            String endpoint,
            String id,
            String incarnation,
            String deployment,
            List<RouteInfo> routes,
            long answerAfterNs) {
        this.id = id;
        this.incarnation = incarnation;
        this.deployment = deployment;
        this.routes = routes;
        this.answerAfterNs = answerAfterNs;
        this.link = Link.open(endpoint, LinkSettings.defaults(), transport);
    }

    boolean isWelcome() {
        return welcome;
    }

    long answered() {
        return answered;
    }

    /**
     * Processes received messages and due work, without waiting.
     *
     * @return whether a message had arrived
     * @throws IllegalStateException if the connection to the router is lost, or a message cannot be sent
     */
    boolean turn(long nowNs) throws ProtocolException {
        boolean busy = false;
        LinkEvent event = link.receive(0);
        while (event == LinkEvent.FRAME) {
            busy = true;
            for (WireRecord record : Batch.parse(link.frame(), Limits.DEFAULT)) {
                onMessage(MessageCodec.decode(record), nowNs);
            }
            event = link.receive(0);
        }
        if (event == LinkEvent.LOST) {
            throw new IllegalStateException(id + " has lost its connection to the router");
        }
        for (Due due = running.peek(); due != null && due.atNs() - nowNs <= 0; due = running.peek()) {
            running.remove();
            answered++;
            Slice body = Slice.of((id + " answered\n").getBytes(StandardCharsets.UTF_8));
            link.send(MessageCodec.encode(new Reply(due.exchange(), 0, 200, TEXT, body)));
        }
        if (welcome && nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs = nowNs + HEARTBEAT_NS;
            link.send(MessageCodec.encode(new Heartbeat(++heartbeats, running.size(), 0, 0, Map.of())));
        }
        link.flush();
        return busy;
    }

    private void onMessage(Message message, long nowNs) {
        if (message instanceof Hello) {
            register();
        } else if (message instanceof Welcome) {
            welcome = true;
        } else if (message instanceof Request request) {
            running.add(new Due(request.exchange(), nowNs + answerAfterNs));
        }
    }

    private void register() {
        List<Routes> pages = new ArrayList<>();
        for (int from = 0; from < routes.size(); from += ROUTES_ON_A_PAGE) {
            int to = Math.min(routes.size(), from + ROUTES_ON_A_PAGE);
            pages.add(new Routes(1, pages.size() + 1, routes.subList(from, to)));
        }
        DeploymentInfo info = new DeploymentInfo(deployment, "1.0", "", Map.of());
        send(Register.of(PeerKind.CELL, id, incarnation)
                .concurrency(CONCURRENCY)
                .weight(100)
                .labels(Map.of("zone", "simulated"))
                .deployments(List.of(info))
                .routesPages(pages.size())
                .build());
        pages.forEach(this::send);
    }

    private void send(Message message) {
        if (!link.send(MessageCodec.encode(message))) {
            throw new IllegalStateException(id + " could not send " + message.type());
        }
    }

    /** Sends GOODBYE, if the connection still accepts it, and closes the connection. */
    @Override
    public void close() {
        link.send(MessageCodec.encode(new Goodbye()));
        link.flush();
        link.close();
    }
}

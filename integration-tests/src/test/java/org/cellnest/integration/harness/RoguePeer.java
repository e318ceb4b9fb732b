package org.cellnest.integration.harness;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/** A peer that speaks the nest's protocol as well, and as ill, as a test wants. One thread. */
public final class RoguePeer extends RawZmtp {
    private static final Random RANDOM = new Random();

    private final Deque<Message> received = new ArrayDeque<>();
    private long heartbeats;

    /** Connects, shakes hands and reads the router's HELLO. */
    public RoguePeer(int port) throws IOException {
        super(port);
        try {
            shakeHands();
            await(Hello.class);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A cell with one deployment whose routes answer GET and POST at these templates, numbered from 1; registered. */
    public static RoguePeer cell(int port, String id, String deployment, String... templates) throws IOException {
        RoguePeer peer = new RoguePeer(port);
        peer.send(register(PeerKind.CELL, id, 16, deployment, 1, null));
        peer.send(routes(deployment, templates));
        peer.await(Welcome.class);
        return peer;
    }

    /** A gateway; registered. */
    public static RoguePeer gateway(int port, String id) throws IOException {
        RoguePeer peer = new RoguePeer(port);
        peer.send(register(PeerKind.GATEWAY, id, 0, "", 0, null));
        peer.await(Welcome.class);
        return peer;
    }

    /** A REGISTER of a new incarnation, of a cell with a deployment or of a gateway without one. */
    public static Register register(
            PeerKind kind, String id, int concurrency, String deployment, int pages, @Nullable KeyHint key) {
        byte[] incarnation = new byte[16];
        RANDOM.nextBytes(incarnation);
        List<DeploymentInfo> deployments =
                deployment.isEmpty() ? List.of() : List.of(new DeploymentInfo(deployment, "1", "", Map.of()));
        return Register.of(kind, id, HexFormat.of().formatHex(incarnation))
                .concurrency(concurrency)
                .deployments(deployments)
                .routesPages(pages)
                .key(key)
                .build();
    }

    /** The one page of routes of revision 1. */
    public static Routes routes(String deployment, String... templates) {
        List<RouteInfo> routes = new java.util.ArrayList<>();
        for (String template : templates) {
            routes.add(new RouteInfo(
                    deployment, routes.size() + 1, template, List.of("GET", "POST"), 0, null, false, "", List.of()));
        }
        return new Routes(1, 1, routes);
    }

    /** Sends a message as a frame of its own. */
    public void send(Message message) throws IOException {
        writeFrame(0, MessageCodec.encode(message));
    }

    /** Says that it lives. */
    public void heartbeat() throws IOException {
        send(Heartbeat.of(++heartbeats));
    }

    /** Reads until a message of the type comes; others are dropped, and heartbeats answered. */
    public <T extends Message> T await(Class<T> type) throws IOException {
        while (true) {
            Message message = next();
            if (type.isInstance(message)) {
                return type.cast(message);
            }
        }
    }

    /** The next message, whatever it is; heartbeats are answered. */
    public Message next() throws IOException {
        while (received.isEmpty()) {
            try {
                for (WireRecord record : Batch.parse(readFrame(), Limits.DEFAULT)) {
                    received.add(MessageCodec.decode(record));
                }
            } catch (ProtocolException e) {
                throw new IOException(e);
            }
        }
        Message message = received.remove();
        if (message instanceof Heartbeat) {
            heartbeat();
        }
        return message;
    }
}

package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.integration.harness.TransportOfThisRun;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;

/** A gateway without HTTP: asks a router for what it is told to ask. Belongs to one thread. */
final class GatewayStub implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long HEARTBEAT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Transport transport = TransportOfThisRun.open();
    private final Link link;
    private final Map<Long, Reply> replies = new HashMap<>();
    private final byte[] nonce = new byte[KeyProof.NONCE_BYTES];
    private int slot;
    private long sequence;
    private long heartbeatNs;
    private boolean welcome;

    GatewayStub(String endpoint, @Nullable String secret) throws ProtocolException {
        link = Link.open(endpoint, LinkSettings.defaults(), transport);
        KeyProof key = secret == null ? null : new KeyProof(secret);
        Register register = Register.of(PeerKind.GATEWAY, "stub", "i-" + System.nanoTime())
                .key(key == null ? null : new KeyHint(key.keyId(), nonce))
                .build();
        WireRecord record = MessageCodec.record(register);
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        boolean sent = false;
        while (!welcome) {
            assertTrue(System.nanoTime() < deadlineNs, "no WELCOME came");
            for (Message message : receive()) {
                if (!sent) {
                    sent = link.send(record.frame().clone());
                }
                if (message instanceof Challenge challenge && key != null) {
                    link.send(MessageCodec.encode(new Prove(key.ofPeer(
                            PeerKind.GATEWAY,
                            register.id(),
                            register.incarnation(),
                            0,
                            nonce,
                            challenge.nonce(),
                            record))));
                }
                welcome |= message instanceof Welcome;
            }
        }
    }

    /** A request with an id of its own. */
    Request request(String method, String path, String query, byte[] body) {
        slot++;
        return request(ExchangeId.of(slot, 7), 0, method, path, query, body);
    }

    static Request request(long exchange, int route, String method, String path, String query, byte[] body) {
        return new Request(
                exchange,
                0,
                10_000,
                route,
                method,
                false,
                HttpVersion.HTTP_1_1,
                path,
                query,
                Fields.of("host", "example.org"),
                Slice.of(body));
    }

    /** Sends messages in as few batches as they fit into. */
    void send(List<? extends Message> messages) {
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        messages.forEach(message -> MessageCodec.encode(message, writer));
        for (byte[] frame = writer.poll(); frame != null; frame = writer.poll()) {
            assertTrue(link.send(frame), "the router takes nothing");
        }
    }

    Reply ask(Request request) throws ProtocolException {
        send(List.of(request));
        return await(request.exchange());
    }

    Map<Long, Reply> askAll(List<Message> requests) throws ProtocolException {
        send(requests);
        for (Message request : requests) {
            await(((Request) request).exchange());
        }
        return Map.copyOf(replies);
    }

    /** The reply to an exchange. */
    Reply await(long exchange) throws ProtocolException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            Reply reply = replies.get(exchange);
            if (reply != null) {
                return reply;
            }
            assertTrue(System.nanoTime() < deadlineNs, "no REPLY came");
            receive();
        }
    }

    private List<Message> receive() throws ProtocolException {
        if (welcome && System.nanoTime() - heartbeatNs > HEARTBEAT_NS) {
            heartbeatNs = System.nanoTime();
            link.send(MessageCodec.encode(Heartbeat.of(++sequence)));
        }
        LinkEvent event = link.receive(50);
        assertTrue(event != LinkEvent.LOST, "the router is gone");
        if (event != LinkEvent.FRAME) {
            return List.of();
        }
        List<Message> messages = new ArrayList<>();
        for (WireRecord record : Batch.parse(link.frame(), Limits.DEFAULT)) {
            Message message = MessageCodec.decode(record);
            if (message instanceof Reply reply) {
                replies.put(reply.exchange(), reply);
            }
            messages.add(message);
        }
        return messages;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        link.close();
        transport.close();
    }
}

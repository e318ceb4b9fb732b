package org.cellnest.router.broker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Welcome;
import org.jspecify.annotations.Nullable;

/** A gateway that a test speaks for. */
public final class TestGateway {
    final TestNest nest;
    final int connection;
    final String session;
    final Map<Long, Reply> replies = new HashMap<>();
    final Map<Long, Refuse> refusals = new HashMap<>();
    final List<Message> others = new ArrayList<>();
    private int nextSlot;

    public TestGateway(TestNest nest, String id) {
        this.nest = nest;
        connection = nest.connect();
        nest.say(
                connection,
                Register.of(PeerKind.GATEWAY, id, id + "-1").maxStreams(1).build());
        read();
        session = ((Welcome) others.get(0)).session();
    }

    /** Joins one more lane; returns its connection. */
    int join(int lane) {
        int joined = nest.connect();
        nest.say(joined, new Join(session, lane, null));
        if (!(nest.received(joined).get(0) instanceof Welcome)) {
            throw new AssertionError("lane " + lane + " could not join");
        }
        return joined;
    }

    public long get(String path) {
        return send("GET", path, 0, 0);
    }

    public long send(String method, String path, int budgetMs, int flags) {
        return sendBy(connection, method, path, budgetMs, flags);
    }

    /** Sends a request by one of the gateway's lanes. */
    long sendBy(int lane, String method, String path, int budgetMs, int flags) {
        long exchange = ExchangeId.of(nextSlot++ % 64, nextSlot);
        nest.say(lane, request(exchange, method, path, budgetMs, flags));
        return exchange;
    }

    /** Sends a request with fields of the test's own. */
    long sendWith(Fields fields, String method, String path, int budgetMs, int flags) {
        long exchange = ExchangeId.of(nextSlot++ % 64, nextSlot);
        nest.say(
                connection,
                new Request(
                        exchange,
                        flags,
                        budgetMs,
                        0,
                        method,
                        false,
                        HttpVersion.HTTP_1_1,
                        path,
                        "",
                        fields,
                        Slice.EMPTY));
        return exchange;
    }

    /** Sends a request whose body flows, with its first piece. */
    long upload(String path, int budgetMs, byte[] first) {
        long exchange = ExchangeId.of(nextSlot++ % 64, nextSlot);
        nest.say(
                connection,
                new Request(
                        exchange,
                        Flags.MORE,
                        budgetMs,
                        0,
                        "POST",
                        false,
                        HttpVersion.HTTP_1_1,
                        path,
                        "",
                        Fields.of("host", "localhost"),
                        Slice.of(first)));
        return exchange;
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

    static Request request(long exchange, String method, String path, int budgetMs, int flags) {
        return new Request(
                exchange,
                flags,
                budgetMs,
                0,
                method,
                false,
                HttpVersion.HTTP_1_1,
                path,
                "",
                Fields.of("host", "localhost"),
                Slice.EMPTY);
    }

    void cancel(long exchange) {
        nest.say(connection, new Cancel(exchange, Cancel.Reason.ASKER_GONE));
    }

    /** Says that no request follows by a lane. */
    void drain(int lane) {
        nest.say(lane, new Drain());
    }

    /** Takes in what the router sent. A second final record for an exchange fails the test. */
    void read() {
        for (Message message : nest.received(connection)) {
            if (message instanceof Reply reply) {
                if (replies.put(reply.exchange(), reply) != null) {
                    throw new AssertionError("a second answer to " + Long.toHexString(reply.exchange()));
                }
            } else if (message instanceof Refuse refuse) {
                refusals.put(refuse.exchange(), refuse);
            } else {
                others.add(message);
            }
        }
    }

    @Nullable
    Reply reply(long exchange) {
        read();
        return replies.get(exchange);
    }

    /** The status of an answer that there must be. */
    public int status(long exchange) {
        Reply reply = reply(exchange);
        if (reply == null) {
            throw new AssertionError("no answer yet to " + Long.toHexString(exchange));
        }
        return reply.status();
    }

    /** Whether an answer that there must be says that the request may be sent once more. */
    public boolean isRepeatable(long exchange) {
        status(exchange);
        Reply reply = replies.get(exchange);
        return reply != null && reply.has(Flags.NEST) && reply.has(Flags.REPEATABLE);
    }

    /** A field of an answer that there must be. */
    @Nullable
    String field(long exchange, String name) {
        status(exchange);
        Reply reply = replies.get(exchange);
        return reply == null ? null : reply.fields().first(name);
    }

    /** The body of an answer that there must be. */
    String body(long exchange) {
        status(exchange);
        Reply reply = replies.get(exchange);
        return reply == null ? "" : new String(reply.body().toByteArray(), StandardCharsets.UTF_8);
    }

    /** Why a request was refused. */
    String refusal(long exchange) {
        read();
        Refuse refuse = refusals.get(exchange);
        return refuse == null ? "none" : refuse.code().wireName();
    }

    /** Status and outcome, such as {@code 503 not-started}. */
    public String outcome(long exchange) {
        return status(exchange) + " " + field(exchange, "nest-outcome");
    }
}

package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.WireRecord;

/** Lists the outboxes with output to send, and flushes them once in each turn. Used by the broker's thread alone. */
final class Outboxes {
    /** A listener that is notified when a connection takes no more, takes all again, or is lost. */
    interface Listener {
        /** Reports that a session's connection takes no more for now; these REQUESTs were not handed to its socket. */
        void onBlocked(Session session, List<WireRecord> handedBack, long nowNs);

        /** Reports that all output of a session is sent. */
        void onClear(Session session, long nowNs);

        /**
         * Reports that a session's connection is lost, or has taken nothing for too long; these REQUESTs were not
         * handed over.
         */
        void onUnreachable(Session session, boolean tooSlow, List<WireRecord> handedBack, long nowNs);
    }

    private final FrameSink frameSink;
    private final FrameAssembler assembler;
    private final long maxStallNs;
    private final BrokerMetrics metrics;
    private final Deque<Outbox> listed = new ArrayDeque<>();
    private final List<Outbox> blocked = new ArrayList<>();

    /** @param maxStallNs the time for which a peer may take nothing of its backlog */
    Outboxes(FrameSink frameSink, Limits limits, long maxStallNs, BrokerMetrics metrics) {
        this.frameSink = frameSink;
        this.assembler = new FrameAssembler(limits);
        this.maxStallNs = maxStallNs;
        this.metrics = metrics;
    }

    void add(Outbox to, WireRecord record) {
        if (to.session.isEnded()) {
            return;
        }
        to.add(record);
        list(to);
    }

    /** Adds a record for the session's primary. */
    void add(Session to, WireRecord record) {
        add(to.outbox, record);
    }

    /** Adds a message for the session's primary. */
    void add(Session to, Message message) {
        add(to.outbox, MessageCodec.record(message));
    }

    /** Sends a message to a connection without a session, at once or not at all. */
    void sendNow(int connection, Message message) {
        frameSink.send(connection, Slice.of(MessageCodec.encode(message)));
    }

    /** Returns the remote address of a connection, {@code HOST:PORT}, or empty if it is not known. */
    String addressOf(int connection) {
        return frameSink.addressOf(connection);
    }

    /** Returns the name of the key that a connection's peer has proved to hold, or empty if it has none. */
    String keyOf(int connection) {
        return frameSink.keyOf(connection);
    }

    /** Returns the listener that accepted a connection: {@link FrameSink#FRONT} or {@link FrameSink#BACK}. */
    int listenerOf(int connection) {
        return frameSink.listenerOf(connection);
    }

    /** Whether some outbox waits for its connection to take more; a blocking receive would not notice that. */
    boolean isWaiting() {
        return !blocked.isEmpty();
    }

    /** Excludes the time until now from every peer's stall, since the router itself was stopped. */
    void excuse(long nowNs) {
        blocked.forEach(outbox -> outbox.excuse(nowNs));
    }

    void flush(Listener listener, long nowNs) {
        blocked.forEach(this::list);
        blocked.clear();
        Outbox outbox;
        while ((outbox = listed.poll()) != null) {
            outbox.unlist();
            Session session = outbox.session;
            if (session.isEnded()) {
                continue;
            }
            List<WireRecord> handedBack = new ArrayList<>();
            switch (flush(outbox, handedBack, nowNs)) {
                case CLEAR -> listener.onClear(session, nowNs);
                case GONE -> listener.onUnreachable(session, false, handedBack, nowNs);
                case BLOCKED -> {
                    if (outbox.stalledNs(nowNs) >= maxStallNs) {
                        listener.onUnreachable(session, true, handedBack, nowNs);
                    } else {
                        blocked.add(outbox);
                        listener.onBlocked(session, handedBack, nowNs);
                    }
                }
            }
        }
    }

    /**
     * Sends the remaining output of an ending session, as far as its connections take it; returns the REQUESTs that
     * they did not take. A GOODBYE follows the last answer on every lane of answers, and is sent on the primary last of
     * all. The peer thus knows which input to read before it closes.
     */
    List<WireRecord> flushLast(Session session, Message last, long nowNs) {
        List<WireRecord> handedBack = new ArrayList<>();
        for (Outbox lane : session.laneOutboxes()) {
            if (last instanceof Goodbye) {
                lane.add(MessageCodec.record(last));
            }
            flush(lane, handedBack, nowNs);
            lane.drop();
        }
        session.outbox.add(MessageCodec.record(last));
        flush(session.outbox, handedBack, nowNs);
        session.outbox.drop();
        return handedBack;
    }

    private Outbox.Flushed flush(Outbox outbox, List<WireRecord> handedBack, long nowNs) {
        Outbox.Flushed flushed = outbox.flush(frameSink, assembler, handedBack::add, nowNs);
        metrics.onSent(outbox.session.kind, outbox.takeSentBytes());
        return flushed;
    }

    private void list(Outbox outbox) {
        if (outbox.list()) {
            listed.add(outbox);
        }
    }
}

package org.cellnest.runtime.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchFrame;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.ConnectionEnd;
import org.cellnest.session.Handshake;
import org.cellnest.transport.Clock;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;

/**
 * Joins one session by its second connection, and writes final and other records to it in batches. Ends the session
 * where the connection ends or the router rejects it.
 *
 * <p>Not thread-safe: callers hold the lock of the {@link ReplyLane}.
 */
final class ReplyConnection implements LaneControl.Sink {
    private static final int LANE = 1;
    private static final int MAX_RECORDS_IN_A_TURN = 256;
    private static final int MAX_FLOW_BYTES_IN_A_TURN = 256 << 10;

    private final SessionExchanges session;
    private final Link link;
    private final Handshake handshake;
    private final BatchWriter writer;
    private final Consumer<Message> encoder;
    /** The frames that the connection has not taken yet; no output is added while there are any. */
    private final Deque<BatchFrame> unsent = new ArrayDeque<>();

    private ReplyConnection(SessionExchanges session, Link link, Handshake handshake) {
        this.session = session;
        this.link = link;
        this.handshake = handshake;
        this.writer = new BatchWriter(session.hello().limits());
        this.encoder = this::append;
    }

    /** Begins to connect. */
    static ReplyConnection open(LinkSetup setup, SessionExchanges session) {
        Handshake handshake = Handshake.ofLane(setup.identity(), session.id(), LANE, setup.nonces());
        return new ReplyConnection(session, setup.open(), handshake);
    }

    SessionExchanges session() {
        return session;
    }

    /** Sends a batch of final records; returns false where some are left that the connection does not take now. */
    boolean sendFinals() {
        if (!session.isLaneJoined() || !unsent.isEmpty()) {
            return false;
        }
        gather();
        return flush() && !link.hasUnsent();
    }

    /** Writes the final records that have gathered, up to a bound, to frames; returns their number. */
    int gather() {
        int taken = session.drain(encoder, MAX_RECORDS_IN_A_TURN, !link.hasUnsent());
        takeFrames();
        return taken;
    }

    /**
     * Writes records of answers that flow to frames, up to a bound, unless earlier ones still wait for the network.
     * Returns their number.
     */
    int gatherFlows() {
        int taken = 0;
        int bytes = 0;
        Message record;
        while (bytes < MAX_FLOW_BYTES_IN_A_TURN
                && !link.hasUnsent()
                && (record = session.flows().poll()) != null) {
            append(record);
            taken++;
            bytes += FlowOutbox.length(record);
        }
        takeFrames();
        return taken;
    }

    private void takeFrames() {
        BatchFrame frame;
        while ((frame = writer.pollFrame()) != null) {
            unsent.add(frame);
        }
    }

    @Override
    public void append(Message message) {
        MessageCodec.encode(message, writer);
    }

    @Override
    public void append(List<byte[]> frames) {
        takeFrames();
        frames.forEach(frame -> unsent.add(BatchFrame.of(frame)));
    }

    /** Moves on what waits; returns whether the connection has taken every frame. */
    boolean flush() {
        link.flush();
        while (!unsent.isEmpty() && link.send(unsent.element().parts())) {
            unsent.remove().release();
        }
        return unsent.isEmpty();
    }

    /** Whether frames wait for the connection or for the network. */
    boolean hasUnsent() {
        return !unsent.isEmpty() || link.hasUnsent();
    }

    /** Waits until the router has closed the connection, up to a time: closing here would drop what is not sent yet. */
    void linger(Clock clock, int ms) {
        long untilNs = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        LinkEvent event = LinkEvent.TIMEOUT;
        while (event != LinkEvent.LOST && clock.nanoTime() - untilNs < 0) {
            event = link.receive(ms);
        }
    }

    /** Takes in what has arrived, up to a bound, and notices the connection's end. */
    void takeInput() {
        LinkEvent event = link.receive(0);
        for (int frames = 0; event == LinkEvent.FRAME && frames < MAX_RECORDS_IN_A_TURN; frames++) {
            onFrame(link.frame());
            event = link.receive(0);
        }
        if (event == LinkEvent.LOST) {
            session.end(ErrorCode.LANE_LOST, ConnectionEnd.reason(link.failure()));
        }
    }

    private void onFrame(Bytes frame) {
        try {
            for (WireRecord record : Batch.parse(frame, session.hello().limits())) {
                if (handshake.state() != Handshake.State.ESTABLISHED) {
                    join(MessageCodec.decode(record));
                } else if (record.type() == MessageType.REJECT) {
                    Reject reject = (Reject) MessageCodec.decode(record);
                    session.end(ErrorCode.of(reject.code()), reject.reason());
                } else if (record.type() == MessageType.HELLO) {
                    session.end(ErrorCode.LANE_LOST, "the second connection was replaced");
                }
            }
        } catch (ProtocolException e) {
            session.end(ErrorCode.MALFORMED, "a bad batch on the second connection: " + e.getMessage());
        }
    }

    private void join(Message message) {
        for (byte[] answer : handshake.on(message)) {
            if (!link.send(answer)) {
                session.end(ErrorCode.LANE_LOST, "the second connection takes nothing");
            }
        }
        if (handshake.state() == Handshake.State.FAILED) {
            session.end(handshake.failure(), handshake.reason());
        } else if (handshake.state() == Handshake.State.ESTABLISHED) {
            session.onLaneJoined();
        }
    }

    void close() {
        link.close();
        writer.close();
        unsent.forEach(BatchFrame::release);
        unsent.clear();
    }
}

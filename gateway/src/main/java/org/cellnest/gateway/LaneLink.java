package org.cellnest.gateway;

import java.util.function.Supplier;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.Handshake;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * An I/O thread's connection of a session: joins it, carries a {@link Lane}'s frames, and notices its own end. Owned by
 * the I/O thread, which looks at it now and then ({@link #poll}) and never waits on it.
 */
final class LaneLink {
    private final LiveSession session;
    private final Link link;
    private final Handshake handshake;
    private @Nullable Lane lane;
    private boolean reported;

    LaneLink(LiveSession session, int laneNumber, int maxMessageBytes, Transport transport, Supplier<byte[]> nonces) {
        this.session = session;
        this.handshake = Handshake.ofLane(session.identity(), session.id(), laneNumber, nonces);
        this.link =
                Link.open(transport, session.endpoint(), LinkSettings.defaults().withMaxMessageBytes(maxMessageBytes));
    }

    LiveSession session() {
        return session;
    }

    /** The lane, once it has joined. */
    @Nullable
    Lane lane() {
        return lane;
    }

    boolean isJoining() {
        return lane == null && !reported;
    }

    /** Looks at what has come. True: the lane may be opened now, by {@link #open}. */
    boolean poll() {
        boolean established = false;
        LinkEvent event = link.receive(0);
        while (event == LinkEvent.FRAME && !reported) {
            established |= onFrame(link.frame());
            event = link.receive(0);
        }
        if (event == LinkEvent.LOST) {
            report(ErrorCode.LANE_LOST, "the connection of a lane ended");
        }
        return established && !reported;
    }

    private boolean onFrame(byte[] frame) {
        try {
            for (WireRecord record : Batch.parse(frame, Limits.DEFAULT)) {
                if (handshake.state() == Handshake.State.ESTABLISHED) {
                    onRecord(record);
                    continue;
                }
                handshake.on(MessageCodec.decode(record)).forEach(link::send);
                if (handshake.state() == Handshake.State.FAILED) {
                    report(handshake.failure(), handshake.reason());
                    return false;
                }
                if (handshake.state() == Handshake.State.ESTABLISHED) {
                    return true;
                }
            }
        } catch (ProtocolException e) {
            report(ErrorCode.MALFORMED, "a bad batch: " + e.getMessage());
        }
        return false;
    }

    private void onRecord(WireRecord record) throws ProtocolException {
        if (record.type() == MessageType.REJECT) {
            Reject reject = (Reject) MessageCodec.decode(record);
            report(ErrorCode.of(reject.code()), reject.reason());
        } else if (record.type() == MessageType.HELLO) {
            report(ErrorCode.LANE_LOST, "the connection of a lane was replaced");
        }
    }

    private void report(ErrorCode code, String reason) {
        if (!reported) {
            reported = true;
            session.laneLost(code, reason);
        }
    }

    /** Makes the lane that requests go by. */
    Lane open(InFlightRequests<PendingRequest> inFlight) {
        Lane opened = new Lane(link::send, session.hello().limits(), inFlight);
        lane = opened;
        session.laneJoined();
        return opened;
    }

    void close() {
        link.close();
    }
}

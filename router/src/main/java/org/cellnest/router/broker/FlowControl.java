package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.ConnectionEnd;

/**
 * Reacts to connections that take no more, take everything again or are lost. Blocks and unblocks cells, returns
 * REQUESTs for another dispatch, and ends the sessions of peers that do not read. Used by the broker's thread alone.
 */
final class FlowControl implements Outboxes.Listener {
    private final Membership members;
    private final Exchanges exchanges;
    private final Backpressure backpressure;
    private final long maxStallNs;

    /** @param maxStallNs the time for which a peer may take nothing of its backlog */
    FlowControl(Membership members, Exchanges exchanges, Backpressure backpressure, long maxStallNs) {
        this.members = members;
        this.exchanges = exchanges;
        this.backpressure = backpressure;
        this.maxStallNs = maxStallNs;
    }

    @Override
    public void onBlocked(Session session, List<WireRecord> handedBack, long nowNs) {
        if (session instanceof CellSession cell) {
            cell.block();
            exchanges.onHandedBack(handedBack, nowNs);
        }
        backpressure.review(session, nowNs);
    }

    @Override
    public void onClear(Session session, long nowNs) {
        backpressure.review(session, nowNs);
        if (session instanceof CellSession cell && cell.unblock()) {
            exchanges.serveParked(cell, nowNs);
        }
    }

    @Override
    public void onUnreachable(Session session, boolean tooSlow, List<WireRecord> handedBack, long nowNs) {
        if (tooSlow) {
            String reason = "it read nothing of what was sent to it for " + maxStallNs / 1_000_000L + " ms";
            members.end(session, ErrorCode.SLOW, reason, handedBack, nowNs);
        } else {
            members.end(session, ErrorCode.LANE_LOST, ConnectionEnd.CLOSED, handedBack, nowNs);
        }
    }
}

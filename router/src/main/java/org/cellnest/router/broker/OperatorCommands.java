package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.PeerKind;
import org.cellnest.router.snapshot.CellSnapshot;

/** Executes the commands of operators about cells, and records their decisions. Used by the broker's thread alone. */
public final class OperatorCommands {
    private final Membership members;
    private final OperatorDecisions decisions;
    private final Exchanges exchanges;
    private final Outboxes outboxes;
    private final BrokerEvents events;

    OperatorCommands(
            Membership members,
            OperatorDecisions decisions,
            Exchanges exchanges,
            Outboxes outboxes,
            BrokerEvents events) {
        this.members = members;
        this.decisions = decisions;
        this.exchanges = exchanges;
        this.outboxes = outboxes;
        this.events = events;
    }

    /** Finds the session of a cell. */
    public OperatorOutcome<CellSession> cell(String cellId) {
        if (members.sessions().ofPeer(PeerKind.CELL, cellId) instanceof CellSession cell) {
            return new OperatorOutcome.Done<>(cell);
        }
        return refused(
                decisions.isKicked(cellId)
                        ? new OperatorRefusal.SentAway(cellId)
                        : new OperatorRefusal.UnknownCell(cellId));
    }

    /** Begins the search for routes of a cell that no other cell serves. */
    public OperatorOutcome<LastServingCell> lastServing(String cellId) {
        return cell(cellId).map(LastServingCell::new);
    }

    /** Dispatches nothing new to a cell from now on, in this session and those that follow. */
    public OperatorOutcome<CellSnapshot> drain(String cellId) {
        OperatorOutcome<CellSession> found = cell(cellId);
        if (found instanceof OperatorOutcome.Done<CellSession> done) {
            CellSession cell = done.value();
            if (cell.isDrained()) {
                return refused(new OperatorRefusal.AlreadyDrained(cellId));
            }
            if (!decisions.drain(cellId)) {
                return refused(new OperatorRefusal.TooManyDrained());
            }
            cell.drain();
            events.onDrained(cellId);
        }
        return found.map(SnapshotWalk::see);
    }

    /** Takes back a drain or a kick; returns the cell, or nothing if it has no session. */
    public OperatorOutcome<Optional<CellSnapshot>> resume(String cellId, long nowNs) {
        Session session = members.sessions().ofPeer(PeerKind.CELL, cellId);
        if (!decisions.resume(cellId)) {
            return refused(
                    session == null
                            ? new OperatorRefusal.UnknownCell(cellId)
                            : new OperatorRefusal.NothingToResume(cellId));
        }
        events.onResumed(cellId);
        if (!(session instanceof CellSession cell)) {
            return new OperatorOutcome.Done<>(Optional.empty());
        }
        if (cell.resume()) {
            exchanges.serveParked(cell, nowNs);
        }
        return new OperatorOutcome.Done<>(Optional.of(SnapshotWalk.see(cell)));
    }

    /** Ends a cell's session, and refuses its incarnation from now on; returns the number of its requests in flight. */
    public OperatorOutcome<Integer> kick(String cellId, long nowNs) {
        OperatorOutcome<CellSession> found = cell(cellId);
        OperatorOutcome<Integer> inFlight = found.map(CellSession::inFlight);
        if (found instanceof OperatorOutcome.Done<CellSession> done) {
            CellSession cell = done.value();
            if (!decisions.kick(cellId, cell.incarnation, nowNs)) {
                return refused(new OperatorRefusal.TooManySentAway());
            }
            members.end(cell, ErrorCode.KICKED, "an operator has sent it away", nowNs);
        }
        return inFlight;
    }

    /** Changes the log level of the cells that serve a deployment; returns their ids. */
    public OperatorOutcome<List<String>> changeLogLevel(LogLevel change) {
        List<String> cellIds = new ArrayList<>();
        for (CellSession cell : members.sessions().cells()) {
            if (serves(cell, change.deployment())) {
                outboxes.add(cell, change);
                cellIds.add(cell.peerId);
            }
        }
        return cellIds.isEmpty()
                ? refused(new OperatorRefusal.UnknownDeployment(change.deployment()))
                : new OperatorOutcome.Done<>(cellIds);
    }

    private static boolean serves(CellSession cell, String deployment) {
        return cell.registered().deployments().stream()
                .anyMatch(info -> info.name().equals(deployment));
    }

    private static <T> OperatorOutcome<T> refused(OperatorRefusal refusal) {
        return new OperatorOutcome.Refused<>(refusal);
    }
}

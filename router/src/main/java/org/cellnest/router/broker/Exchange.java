package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state of one request, from the gateway's REQUEST until both sides are done with it. Used by the broker's
 * thread alone.
 *
 * <pre>
 *   NEW         -> PARKED        {@link #park}      no cell has room
 *   NEW         -> DISPATCHED    {@link #started}   a cell has room
 *   NEW         -> DONE          {@link #finish}    the router has answered
 *   PARKED      -> DISPATCHED    {@link #started}   a cell has room now
 *   PARKED      -> DONE          {@link #finish}    the router has answered, or the gateway is gone
 *   DISPATCHED  -> DISPATCHED    {@link #started}   by another cell, after a refusal or a REQUEST that was not sent
 *   DISPATCHED  -> PARKED        {@link #park}      no other cell has room then
 *   DISPATCHED  -> ABANDONED     {@link #abandon}   the gateway has its answer or is gone; the cell owes its final record
 *   DISPATCHED  -> DONE          {@link #finish}    the gateway has its answer, and the cell owes nothing
 *   ABANDONED   -> DONE          {@link #finish}    the cell's final record has come, or the cell is gone
 * </pre>
 */
public final class Exchange extends ExchangeLinks {
    enum State {
        NEW,
        PARKED,
        DISPATCHED,
        ABANDONED,
        DONE
    }

    /** A cell that would not start this request, and the number of heartbeats it had sent by then. */
    private record Refusal(CellSession cell, long heartbeats) {}

    final GatewaySession gateway;
    /** The outbox of the lane that the request came by: its answer goes back there. */
    final Outbox answers;

    final long gatewayExchange;
    public final String method;
    final String path;
    private final long arrivedNs;
    /** The time when it had come whole to its gateway, as far as is known: what timeouts count from. */
    private final long countedFromNs;
    /** The deadline that the gateway knows of; only a nearer one is news. */
    private long knownDeadlineNs;
    /** The time when the request's answer is due; a route may bring it nearer. */
    private long deadlineNs;
    /** Whether the gateway has asked where the time goes. */
    final boolean timed;
    /** Whether the gateway has asked which route and cell answer. */
    final boolean named;

    private final boolean firstAttempt;

    private State state = State.NEW;
    /** The reason of the last transition. */
    private String reason = "it came";

    private @Nullable WireRecord record;
    private @Nullable Route route;

    /** The number of times that a cell may have begun to run this; never more than two. */
    private int starts;
    /** Whether the array that the record lies in may have been handed to a socket, and must not be written again. */
    private boolean wasSent;
    /** Whether the gateway has said that nobody waits. */
    private boolean cancelled;
    /** The bytes that count against the broker's retention while this is dispatched. */
    private int retainedBytes;

    private @Nullable CellSession cell;
    /** The load of the cell that has it, where it counts beside the others of its deployment. */
    private @Nullable DeploymentLoad load;
    /** The id of the cell that it was given to last, or empty. */
    private String lastCell = "";

    private long ticket;
    private long parkedSinceNs;
    /** The time that this has waited for a cell, before it waits again perhaps. */
    private long parkedNs;
    /** The time that cells have had it that have it no more. */
    private long cellNs;
    /** The time when it was handed to the connection of the cell that has it, if it was. */
    private long handedNs;

    private boolean handed;
    private boolean handedBefore;
    private @Nullable TraceSpan span;
    private @Nullable List<Refusal> refusals;

    /**
     * @param ageNs how long it has been under way before it came here
     * @param budgetNs how much time its gateway leaves it from now on
     * @param timeoutNs the longest that any request may take, from its arrival at the gateway
     */
    Exchange(
            GatewaySession gateway,
            Outbox answers,
            WireRecord record,
            String method,
            String path,
            long nowNs,
            long ageNs,
            long budgetNs,
            long timeoutNs) {
        this.gateway = gateway;
        this.answers = answers;
        this.gatewayExchange = record.exchange();
        this.record = record;
        this.method = method;
        this.path = path;
        this.arrivedNs = nowNs;
        this.timed = record.has(Flags.TIMED);
        this.named = record.has(Flags.NAMED);
        this.starts = record.has(Flags.RETRIED) ? 1 : 0;
        this.firstAttempt = !record.has(Flags.RETRIED) && !record.has(Flags.AGED);
        this.countedFromNs = nowNs - ageNs;
        this.knownDeadlineNs = nowNs + budgetNs;
        this.deadlineNs = Math.min(knownDeadlineNs, countedFromNs + timeoutNs);
    }

    // Transitions.

    State state() {
        return state;
    }

    /** Waits for a cell from now on; returns false if it waited before, and keeps its time of arrival in the queue then. */
    boolean park(long nowNs) {
        if (state == State.PARKED) {
            return false;
        }
        become(State.PARKED, "no cell has room");
        parkedSinceNs = nowNs;
        return true;
    }

    /** A cell may begin to run it from now on. */
    void started(ServingCell by, long nowNs) {
        if (state == State.PARKED) {
            parkedNs += nowNs - parkedSinceNs;
        }
        become(State.DISPATCHED, "a cell has room");
        cell = by.cell();
        load = by.load();
        lastCell = by.cell().peerId;
        starts++;
        wasSent = true;
    }

    /** The gateway waits no more; the cell still owes its final record, and no other cell will be given the request. */
    void abandon() {
        become(State.ABANDONED, "the gateway waits no more");
        record = null;
    }

    /** Neither side will hear of it again. */
    void finish() {
        become(State.DONE, "both sides are done");
        record = null;
    }

    private void become(State next, String why) {
        boolean legal = switch (state) {
            case NEW -> next == State.PARKED || next == State.DISPATCHED || next == State.DONE;
            case PARKED -> next == State.DISPATCHED || next == State.DONE;
            case DISPATCHED ->
                next == State.DISPATCHED || next == State.PARKED || next == State.ABANDONED || next == State.DONE;
            case ABANDONED -> next == State.DONE;
            case DONE -> false;
        };
        if (!legal) {
            throw new IllegalStateException("exchange " + Long.toHexString(gatewayExchange) + ": " + state + " ("
                    + reason + ") to " + next + " (" + why + ")");
        }
        state = next;
        reason = why;
    }

    // The cell that has it.

    /** The cell that owes a final record for this, or null. */
    @Nullable
    CellSession cell() {
        return cell;
    }

    @Nullable
    DeploymentLoad load() {
        return load;
    }

    String lastCell() {
        return lastCell;
    }

    /** No cell owes a final record for it any more. */
    void takenBack() {
        cell = null;
        load = null;
    }

    /** The ticket that it was issued last. */
    long ticket() {
        return ticket;
    }

    void issued(long issuedTicket) {
        ticket = issuedTicket;
    }

    /** The cell has not begun to run it, and would not. */
    void refusedBy(CellSession by, long nowNs) {
        starts--;
        if (handed) {
            handed = false;
            cellNs += nowNs - handedNs;
        }
        if (refusals == null) {
            refusals = new ArrayList<>(3);
        }
        refusals.add(new Refusal(by, by.heartbeatsHeard()));
    }

    /** Its REQUEST has come back unsent, with its bytes, so that the cell cannot have begun to run it. */
    void handedBack(WireRecord unsent) {
        starts--;
        record = unsent;
    }

    int starts() {
        return starts;
    }

    int refusalCount() {
        return refusals == null ? 0 : refusals.size();
    }

    /** Whether a cell refused this and has not sent a heartbeat since. */
    boolean isRefusedBy(CellSession candidate) {
        if (refusals == null) {
            return false;
        }
        for (int i = refusals.size() - 1; i >= 0; i--) {
            Refusal refusal = refusals.get(i);
            if (refusal.cell() == candidate) {
                return refusal.heartbeats() == candidate.heartbeatsHeard();
            }
        }
        return false;
    }

    // The request's bytes.

    /** The request's bytes, or null once they are no longer kept. */
    @Nullable
    WireRecord record() {
        return record;
    }

    /** Keeps the bytes in another array. */
    void keep(WireRecord kept) {
        record = kept;
    }

    /** Keeps the bytes while it is dispatched, which counts against the broker's retention; null: they are not kept. */
    void retain(@Nullable WireRecord kept) {
        record = kept;
        retainedBytes = kept == null ? 0 : kept.length();
    }

    /** The bytes count against the retention no longer; returns their number. */
    int release() {
        int bytes = retainedBytes;
        retainedBytes = 0;
        return bytes;
    }

    boolean wasSent() {
        return wasSent;
    }

    // What its gateway has said.

    /** Nobody waits for the answer any more. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Whether it came here as soon as it had come to its gateway. */
    boolean isFirstAttempt() {
        return firstAttempt;
    }

    // Its route.

    /** The route that the request was last matched with; null while no route is known for it. */
    @Nullable
    public Route route() {
        return route;
    }

    void matched(Route match) {
        route = match;
        if (match.timeoutNs() > 0) {
            deadlineNs = Math.min(deadlineNs, countedFromNs + match.timeoutNs());
        }
    }

    void unmatched() {
        route = null;
    }

    boolean isSafe() {
        return HttpMethod.isSafe(method);
    }

    boolean isIdempotent() {
        Boolean declared = route == null ? null : route.idempotent();
        return declared == null ? HttpMethod.isIdempotent(method) : declared;
    }

    // Its times.

    long arrivedNs() {
        return arrivedNs;
    }

    /** The time when the answer is due. */
    long deadlineNs() {
        return deadlineNs;
    }

    /** Whether the deadline is nearer than the gateway knows. */
    boolean isDeadlineNews() {
        return deadlineNs < knownDeadlineNs && !cancelled;
    }

    /** The gateway learns of the deadline; returns how long after the request's arrival there it is. */
    long tellDeadline() {
        knownDeadlineNs = deadlineNs;
        return deadlineNs - countedFromNs;
    }

    /** It has been handed to the connection of the cell that it was given to. True: for the first time. */
    boolean handed(long nowNs) {
        if (handed) {
            return false;
        }
        boolean first = !handedBefore;
        handed = true;
        handedBefore = true;
        handedNs = nowNs;
        return first;
    }

    /** The time since when it waits for a cell, or last did. */
    long parkedSinceNs() {
        return parkedSinceNs;
    }

    /** The time that the router has had it, cells' time left out. */
    long routerNs(long nowNs) {
        return nowNs - arrivedNs - cellNs - (handed ? nowNs - handedNs : 0);
    }

    /** The time that it has waited for a cell in all. */
    long parkedNs(long nowNs) {
        return parkedNs + (state == State.PARKED ? nowNs - parkedSinceNs : 0);
    }

    // Its trace.

    /** The span of this, or null where it is not traced. */
    @Nullable
    TraceSpan span() {
        return span;
    }

    void traced(TraceSpan by) {
        span = by;
    }
}

package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * One request, from the gateway's REQUEST until both sides are done with it. Used by the broker's thread alone.
 *
 * <pre>
 *   NEW         -> PARKED, DISPATCHED, DONE
 *   PARKED      -> DISPATCHED, DONE
 *   DISPATCHED  -> DISPATCHED (to another cell), PARKED (refused, or not sent after all), ABANDONED, DONE
 *   ABANDONED   -> DONE          the gateway has its answer; the cell still owes its final record
 * </pre>
 */
public final class Exchange {
    enum State {
        NEW,
        PARKED,
        DISPATCHED,
        ABANDONED,
        DONE
    }

    /** A cell that would not start this request, and how many heartbeats it had sent by then. */
    record Refusal(CellSession cell, long heartbeats) {}

    final GatewaySession gateway;
    /** Of the lane that the request came by: its answer goes back there. */
    final Outbox answers;

    final long gatewayExchange;
    public final String method;
    final String path;
    private final long arrivedNs;
    /** When it had come whole to its gateway, as far as is known: what timeouts count from. */
    private final long countedFromNs;
    /** The deadline that the gateway knows of; only a nearer one is news. */
    private long knownDeadlineNs;
    /** Whether the gateway has asked where the time goes. */
    final boolean timed;

    private final boolean firstAttempt;
    /** Whether the gateway has asked who answers. */
    final boolean named;

    /** When the request's answer is due; a route may bring it nearer. */
    long deadlineNs;

    private State state = State.NEW;
    private @Nullable WireRecord record;
    private @Nullable Route route;

    /** How often a cell may have begun to run this; never more than two. */
    int starts;
    /** Whether the array that the record lies in may have been handed to a socket, and must not be written again. */
    boolean wasSent;
    /** Whether the gateway has said that nobody waits. */
    boolean cancelled;
    /** The bytes that count against the broker's retention while this is dispatched. */
    int retainedBytes;

    @Nullable
    CellSession cell;

    /** Of the cell that has it: where it counts beside the others of its deployment. */
    @Nullable
    DeploymentLoad load;
    /** The id of the cell that it was given to last, or empty. */
    String lastCell = "";

    long ticket;
    long parkedSinceNs;
    /** How long this has waited for a cell, before it waits again perhaps. */
    private long parkedNs;
    /** How long cells have had it that have it no more. */
    private long cellNs;
    /** When it was handed to the connection of the cell that has it, if it was. */
    private long handedNs;

    /** What is traced of this, if anything. */
    @Nullable
    TraceSpan span;

    private boolean handed;
    private boolean handedBefore;
    private @Nullable List<Refusal> refusals;

    // Links of the parking lot's queue, owned by ExchangeQueue.
    @Nullable
    Exchange previousParked;

    @Nullable
    Exchange nextParked;

    @Nullable
    ExchangeQueue queue;

    // Links of the deadline wheel, owned by DeadlineWheel.
    @Nullable
    Exchange previousTimer;

    @Nullable
    Exchange nextTimer;

    int timerBucket = -1;
    long timerNs;

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
        this.firstAttempt = !record.has(Flags.RETRIED) && !record.has(Flags.AGED);
        this.countedFromNs = nowNs - ageNs;
        this.knownDeadlineNs = nowNs + budgetNs;
        this.deadlineNs = Math.min(knownDeadlineNs, countedFromNs + timeoutNs);
        this.named = record.has(Flags.NAMED);
    }

    State state() {
        return state;
    }

    void become(State next) {
        boolean legal = switch (state) {
            case NEW -> next == State.PARKED || next == State.DISPATCHED || next == State.DONE;
            case PARKED -> next == State.DISPATCHED || next == State.DONE;
            case DISPATCHED ->
                next == State.DISPATCHED || next == State.PARKED || next == State.ABANDONED || next == State.DONE;
            case ABANDONED -> next == State.DONE;
            case DONE -> false;
        };
        if (!legal) {
            throw new IllegalStateException(
                    "exchange " + Long.toHexString(gatewayExchange) + ": " + state + " to " + next);
        }
        state = next;
    }

    long arrivedNs() {
        return arrivedNs;
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

    /** It waits no more. */
    void leftParking(long nowNs) {
        parkedNs += nowNs - parkedSinceNs;
    }

    /** No cell has it any more. */
    void leftCell(long nowNs) {
        if (handed) {
            handed = false;
            cellNs += nowNs - handedNs;
        }
    }

    /** How long the router has had it, cells' time left out. */
    long routerNs(long nowNs) {
        return nowNs - arrivedNs - cellNs - (handed ? nowNs - handedNs : 0);
    }

    /** How long it has waited for a cell in all. */
    long parkedNs(long nowNs) {
        return parkedNs + (state == State.PARKED ? nowNs - parkedSinceNs : 0);
    }

    /** The request's bytes, or null once they are no longer kept. */
    @Nullable
    WireRecord record() {
        return record;
    }

    void keep(@Nullable WireRecord kept) {
        record = kept;
    }

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

    /** Whether it came here as soon as it had come to its gateway. */
    boolean isFirstAttempt() {
        return firstAttempt;
    }

    /** Whether the deadline is nearer than the gateway knows. */
    boolean isDeadlineNews() {
        return deadlineNs < knownDeadlineNs && !cancelled;
    }

    /** The gateway is told of the deadline; how long after the request's arrival there it is. */
    long tellDeadline() {
        knownDeadlineNs = deadlineNs;
        return deadlineNs - countedFromNs;
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

    void refusedBy(CellSession by) {
        if (refusals == null) {
            refusals = new ArrayList<>(3);
        }
        refusals.add(new Refusal(by, by.heartbeatsHeard()));
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
}

package org.cellnest.router.broker;

import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.WireRecord;
import org.cellnest.telemetry.trace.TraceSpan;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state of one request until its gateway and cell are done with it. Used by the broker's thread alone.
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
public final class Exchange extends ExchangeTimes {
    enum State {
        NEW,
        PARKED,
        DISPATCHED,
        ABANDONED,
        DONE
    }

    final GatewaySession gateway;
    /** The outbox of the lane that brought the request; its answer uses the same lane. */
    final Outbox answers;

    final long gatewayExchange;
    public final String method;
    final String path;
    /** The time at which the request was complete at its gateway, as far as known; timeouts count from it. */
    private final long countedFromNs;
    /** The deadline known to the gateway; only a nearer deadline is reported to it. */
    private long knownDeadlineNs;
    /** The time at which the request's answer is due; a route may bring it nearer. */
    private long deadlineNs;
    /** Whether the gateway has requested the times of the request's way. */
    final boolean timed;
    /** Whether the gateway has requested the names of the route and cell that answer. */
    final boolean named;

    private final boolean firstAttempt;
    /** The books of bodies that flow, or null while none does. */
    private @Nullable StreamBooks stream;

    private State state = State.NEW;
    /** The reason of the last transition. */
    private String reason = "it came";

    private @Nullable WireRecord record;
    private @Nullable Route route;

    /** The number of times that a cell may have begun to run this request; never more than two. */
    private int starts;
    /** Whether the array that contains the record may have been handed to a socket, and must not be written again. */
    private boolean wasSent;
    /** Whether the gateway has reported that the client no longer waits. */
    private boolean cancelled;
    /** The bytes that count against the broker's retention while this request is dispatched. */
    private int retainedBytes;
    /** The hold of the retained record's body, if that lies in a chunk. */
    private @Nullable Bytes heldBody;

    private @Nullable CellSession cell;
    /** The load that counts this request, of the request's deployment at the cell that has it. */
    private @Nullable DeploymentLoad load;
    /** The id of the cell to which the request was dispatched last, or empty. */
    private String lastCell = "";

    private long ticket;
    private @Nullable TraceSpan span;
    private @Nullable Refusals refusals;

    /**
     * @param ageNs the time the request was in progress before it arrived here
     * @param budgetNs the time its gateway allows it from now on
     * @param timeoutNs the maximum time of any request, from its arrival at the gateway
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
        super(nowNs);
        this.gateway = gateway;
        this.answers = answers;
        this.gatewayExchange = record.exchange();
        this.record = record;
        this.method = method;
        this.path = path;
        this.stream = record.has(Flags.MORE) ? StreamBooks.ofRequest(nowNs) : null;
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

    /**
     * Begins to wait for a cell; returns false if the request is parked already, and then keeps its time of parking.
     */
    boolean park(long nowNs) {
        if (state == State.PARKED) {
            return false;
        }
        become(State.PARKED, "no cell has room");
        onParked(nowNs);
        return true;
    }

    /** Counts a start: from now on the cell may begin to run the request. */
    void started(ServingCell by, long nowNs) {
        if (state == State.PARKED) {
            onUnparked(nowNs);
        }
        become(State.DISPATCHED, "a cell has room");
        cell = by.cell();
        load = by.load();
        lastCell = by.cell().peerId;
        starts++;
        wasSent = true;
    }

    /** Ends the wait of the gateway. The cell still owes its final record, and no other cell receives the request. */
    void abandon() {
        become(State.ABANDONED, "the gateway waits no more");
        record = null;
    }

    /** Ends the request for both sides. */
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

    /** Returns the cell that owes a final record for this, or null. */
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

    /** Clears the cell: no cell owes a final record for the request any more. */
    void takenBack() {
        cell = null;
        load = null;
    }

    /** Returns the ticket issued last. */
    long ticket() {
        return ticket;
    }

    void issued(long issuedTicket) {
        ticket = issuedTicket;
    }

    /** Takes back a start, since the cell has refused the request without running it. */
    void refusedBy(CellSession by, long nowNs) {
        starts--;
        onRefused(nowNs);
        if (refusals == null) {
            refusals = new Refusals();
        }
        refusals.add(by);
    }

    /**
     * Takes back a start, since the REQUEST has come back unsent, with its bytes, so that the cell cannot have run it.
     */
    void handedBack(WireRecord unsent) {
        starts--;
        record = unsent;
    }

    int starts() {
        return starts;
    }

    int refusalCount() {
        return refusals == null ? 0 : refusals.count();
    }

    /** Whether a cell refused this request and has not sent a heartbeat since. */
    boolean isRefusedBy(CellSession candidate) {
        return refusals != null && refusals.isStandingBy(candidate);
    }

    // The request's bytes.

    /** Returns the request's bytes, or null once they are no longer kept. */
    @Nullable
    WireRecord record() {
        return record;
    }

    /** Keeps the bytes in another array. */
    void keep(WireRecord kept) {
        record = kept;
    }

    /**
     * Keeps the bytes while the request is dispatched, which counts against the broker's retention; null: they are not
     * kept. A body in a chunk is held.
     */
    void retain(@Nullable WireRecord kept) {
        record = kept;
        Bytes body = kept == null ? null : kept.detachedBody();
        heldBody = body == null ? null : body.share();
        retainedBytes = kept == null ? 0 : kept.length();
    }

    /** Returns the hold of the body, which the caller releases, or null. */
    @Nullable
    Bytes takeHeldBody() {
        Bytes held = heldBody;
        heldBody = null;
        return held;
    }

    /** Drops the bytes, since no other cell will receive the request. */
    void forgetBytes() {
        record = null;
    }

    /** Ends the bytes' share of the retention; returns their number. */
    int release() {
        int bytes = retainedBytes;
        retainedBytes = 0;
        return bytes;
    }

    boolean wasSent() {
        return wasSent;
    }

    // What its gateway has said.

    /** Notes that the client no longer waits for the answer. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Whether the request arrived here as soon as it was complete at its gateway. */
    boolean isFirstAttempt() {
        return firstAttempt;
    }

    // Its route.

    /** Returns the route that the request was last matched with; null while no route is known for it. */
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

    /** Returns the time when the answer is due. */
    long deadlineNs() {
        return deadlineNs;
    }

    /** Whether the deadline is nearer than the gateway knows, and the gateway still waits. */
    boolean isDeadlineNews() {
        return deadlineNs < knownDeadlineNs && !cancelled;
    }

    /**
     * Notes that the gateway learns of the deadline; returns the deadline as a time after the request's arrival there.
     */
    long tellDeadline() {
        knownDeadlineNs = deadlineNs;
        return deadlineNs - countedFromNs;
    }

    /** Begins the time of an answer anew, since a body that flowed is complete. */
    void restartDeadline(long nowNs, long timeoutNs) {
        long routeNs = route == null ? 0 : route.timeoutNs();
        deadlineNs = nowNs + (routeNs > 0 ? Math.min(routeNs, timeoutNs) : timeoutNs);
        knownDeadlineNs = deadlineNs;
    }

    // Its bodies that flow.

    /** Returns the books of bodies that flow, or null where all bodies are whole so far. */
    @Nullable
    StreamBooks stream() {
        return stream;
    }

    /** Whether the request's body is not complete yet. */
    boolean isUploading() {
        return stream != null && stream.request.isOpen();
    }

    /** Begins an answer whose body flows; returns the books. */
    StreamBooks flow(long nowNs) {
        StreamBooks books = stream;
        if (books == null) {
            books = StreamBooks.ofReply(nowNs);
            stream = books;
        }
        return books;
    }

    // Its trace.

    /** Returns the span of the request, or null where it is not traced. */
    @Nullable
    TraceSpan span() {
        return span;
    }

    void traced(TraceSpan by) {
        span = by;
    }
}

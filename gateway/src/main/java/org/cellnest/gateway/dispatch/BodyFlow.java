package org.cellnest.gateway.dispatch;

import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Holds the books of one exchange whose bodies flow: what may be sent of the request, and what may come of the answer.
 * Owned by the I/O thread.
 *
 * <pre>
 *   OFFERED   -> UPLOADING (the first CREDIT), BOTH (the answer begins), AWAITING (no more is wanted), OVER
 *   UPLOADING -> BOTH (the answer begins), AWAITING (the request is whole, or no more is wanted), OVER
 *   AWAITING  -> ANSWERING, OVER
 *   BOTH      -> ANSWERING (the request is whole, or no more is wanted), OVER
 *   ANSWERING -> OVER
 *   OVER      -> nothing
 * </pre>
 */
public final class BodyFlow {
    private static final long UNKNOWN = -1;

    private enum State {
        /** The head of the request was sent, and nothing of its further body may be sent yet. */
        OFFERED,
        UPLOADING,
        /** Nothing more of the request is sent, and the answer has not begun. */
        AWAITING,
        /** The answer has begun, while the request's body flows. */
        BOTH,
        ANSWERING,
        OVER
    }

    final DeadlineQueue.Node<BodyFlow> uploadIdle = new DeadlineQueue.Node<>(this);
    final DeadlineQueue.Node<BodyFlow> answerIdle = new DeadlineQueue.Node<>(this);

    private final PendingRequest request;
    private final Lane lane;
    private final long id;
    private State state;
    private boolean credited;
    private boolean awaitingRoom;
    private long sent;
    private long limit;
    private @Nullable Window window;
    private long missing = UNKNOWN;

    private BodyFlow(PendingRequest request, Lane lane, long id, State state) {
        this.request = request;
        this.lane = lane;
        this.id = id;
        this.state = state;
    }

    /** Returns the books of a request whose body flows. */
    static BodyFlow ofRequest(PendingRequest request, Lane lane, long id) {
        return new BodyFlow(request, lane, id, State.OFFERED);
    }

    /** Returns the books of an exchange of which only the answer flows. */
    static BodyFlow ofAnswer(PendingRequest request, Lane lane, long id) {
        return new BodyFlow(request, lane, id, State.AWAITING);
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case OFFERED -> next != State.OFFERED && next != State.ANSWERING;
            case UPLOADING -> next == State.BOTH || next == State.AWAITING || next == State.OVER;
            case AWAITING -> next == State.ANSWERING || next == State.OVER;
            case BOTH -> next == State.ANSWERING || next == State.OVER;
            case ANSWERING -> next == State.OVER;
            case OVER -> false;
        };
        if (!legal) {
            throw new IllegalStateException("exchange " + Long.toHexString(id) + ": " + state + " to " + next);
        }
        state = next;
    }

    /** Returns the length of the DATA record that carries so many bytes. */
    static int recordBytes(int bodyBytes) {
        return WireRecord.DATA_HEAD_BYTES + bodyBytes;
    }

    PendingRequest request() {
        return request;
    }

    Lane lane() {
        return lane;
    }

    long id() {
        return id;
    }

    // ---- the request

    /** Whether the request's body is not whole, and more of it is wanted. */
    public boolean uploads() {
        return state == State.OFFERED || state == State.UPLOADING || state == State.BOTH;
    }

    /** Returns how many bytes of the request's body the next DATA may have; 0: none may be sent now. */
    public int room() {
        if (!uploads()) {
            return 0;
        }
        long left = Math.min(limit - sent, lane.maxDataBytes());
        return (int) Math.max(0, left - WireRecord.DATA_HEAD_BYTES);
    }

    /** Raises the limit. False: it is lower than the limit before. */
    boolean credit(long newLimit) {
        if (newLimit < limit) {
            return false;
        }
        limit = newLimit;
        credited = true;
        if (state == State.OFFERED) {
            become(State.UPLOADING);
        }
        return true;
    }

    /** Whether any of the request's further body was permitted. */
    boolean isCredited() {
        return credited;
    }

    /** Whether anything was permitted to flow, either way. */
    boolean hasFlowed() {
        return credited || window != null;
    }

    /** Returns the offset of the next DATA. */
    long sent() {
        return sent;
    }

    void onSent(int bodyBytes) {
        sent += recordBytes(bodyBytes);
    }

    /** Notes that nothing more of the request's body is sent. */
    void endUpload() {
        become(answers() ? State.ANSWERING : State.AWAITING);
    }

    boolean isAwaitingRoom() {
        return awaitingRoom;
    }

    void setAwaitingRoom(boolean awaits) {
        awaitingRoom = awaits;
    }

    // ---- the answer

    /** Whether the answer has begun and is not whole. */
    public boolean answers() {
        return state == State.BOTH || state == State.ANSWERING;
    }

    /** Begins the answer. */
    void beginAnswer(Window permitted) {
        window = permitted;
        become(uploads() ? State.BOTH : State.ANSWERING);
    }

    /** Returns the window of the answer; null before it begins. */
    @Nullable
    Window window() {
        return window;
    }

    /** Sets how much of the answer's body is to come in DATA. */
    public void announce(long bytes) {
        missing = bytes;
    }

    /** Takes in bytes of the answer. False: they contradict the announced length. */
    boolean receive(int bytes, boolean ends) {
        if (missing == UNKNOWN) {
            return true;
        }
        if (bytes > missing || (ends && bytes < missing)) {
            return false;
        }
        missing -= bytes;
        return true;
    }

    /** Whether all of the announced answer has come, though not its end. */
    public boolean isAnswerThere() {
        return answers() && missing == 0;
    }

    // ---- the end

    boolean isOpen() {
        return state != State.OVER;
    }

    void end() {
        become(State.OVER);
        if (window != null) {
            window.close();
        }
    }
}

package org.cellnest.gateway.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.cellnest.protocol.BatchFrame;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Batches one I/O thread's requests to one router. Holds the batch that is being gathered, the frames that the
 * connection has not taken yet, and the requests whose answers are awaited. Owned by the I/O thread.
 */
public final class Lane {
    /** The maximum number of frames that wait for the connection; at this number the lane takes no new requests. */
    private static final int MAX_UNSENT_FRAMES = 4;

    /** A frame and the requests in it; null for a record that is not a request. */
    private record Unsent(BatchFrame frame, List<@Nullable PendingRequest> requests) {}

    private final FrameSink sender;
    private final Limits limits;
    private final InFlightRequests<PendingRequest> inFlight;
    private final BatchWriter writer;
    private final DataSender data;
    private final Deque<Unsent> unsent = new ArrayDeque<>();
    private List<@Nullable PendingRequest> gathered = new ArrayList<>();
    private boolean draining;

    /** @param limits what the router takes */
    public Lane(FrameSink sender, Limits limits, InFlightRequests<PendingRequest> inFlight) {
        this.sender = sender;
        this.limits = limits;
        this.inFlight = inFlight;
        this.writer = new BatchWriter(limits);
        this.data = new DataSender(sender, limits);
    }

    InFlightRequests<PendingRequest> inFlight() {
        return inFlight;
    }

    /** Whether a request may be written. */
    boolean takesNew() {
        return !draining && inFlight.hasRoom() && unsent.size() < MAX_UNSENT_FRAMES;
    }

    /** Whether the router knows bodies that flow. */
    boolean takesFlows() {
        return limits.maxDataBytes() > WireRecord.DATA_HEAD_BYTES;
    }

    /** Returns the length of the longest DATA record that the router takes, in bytes. */
    int maxDataBytes() {
        return limits.maxDataBytes();
    }

    /** Returns the place that DATA is sent from. */
    DataSender data() {
        return data;
    }

    /** Takes no new requests, and announces that to the router after the last request. */
    void drain() {
        if (!draining) {
            draining = true;
            tell(new Drain());
        }
    }

    boolean isDraining() {
        return draining;
    }

    /** Binds a request to a slot and writes it into the batch. False: it is larger than the router takes. */
    boolean write(PendingRequest request, int flags, int budgetMs, int ageMs) {
        long id = inFlight.bind(request);
        try {
            request.client().encode(writer, id, flags, budgetMs, ageMs);
        } catch (RuntimeException e) {
            writer.abandon();
            inFlight.release(id);
            throw e;
        }
        if (writer.recordBytes() > limits.maxMessageBytes()) {
            writer.abandon();
            inFlight.release(id);
            return false;
        }
        writer.end();
        gathered.add(request);
        if (request.client().hasMore()) {
            inFlight.last(id);
        }
        request.queue(this, id);
        return true;
    }

    /** Abandons a request of this lane, and sends the router a CANCEL. */
    void cancel(PendingRequest request, Cancel.Reason reason) {
        cancel(request.exchangeId(), reason);
    }

    /** Abandons the request of an id, and sends the router a CANCEL. */
    void cancel(long id, Cancel.Reason reason) {
        inFlight.abandon(id);
        tell(new Cancel(id, reason));
    }

    /** Writes a record that is no request into the batch. */
    void tell(Message message) {
        MessageCodec.encode(message, writer);
        gathered.add(null);
    }

    /** Whether there is something that {@link #flush} would try to hand over. */
    boolean hasUnsent() {
        return !unsent.isEmpty() || !writer.isEmpty() || data.hasUnsent();
    }

    /** Hands over what has gathered, as far as the connection takes it. True: nothing is left. */
    boolean flush(long nowNs) {
        frameGathered();
        Unsent next;
        while ((next = unsent.peek()) != null) {
            if (!sender.send(next.frame.parts())) {
                return false;
            }
            unsent.remove();
            next.frame.release();
            for (PendingRequest request : next.requests) {
                onSent(request, nowNs);
            }
        }
        return !data.hasWork() || data.flush();
    }

    /** Drops what was not handed over, since the connection is lost. */
    public void close() {
        writer.close();
        unsent.forEach(dropped -> dropped.frame.release());
        unsent.clear();
        data.close();
    }

    private void onSent(@Nullable PendingRequest request, long nowNs) {
        if (request != null && request.lane() == this && request.state() == PendingRequest.State.QUEUED) {
            request.onSent(nowNs);
        }
    }

    private void frameGathered() {
        BatchFrame frame;
        int from = 0;
        while ((frame = writer.pollFrame()) != null) {
            int to = from + frame.records();
            unsent.add(new Unsent(frame, gathered.subList(from, to)));
            from = to;
        }
        if (from > 0) {
            gathered = new ArrayList<>();
        }
    }
}

package org.cellnest.gateway.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests, replies and sessions that were refused, dropped or lost, by kind, since the start. Any thread. */
public final class GatewayCounters {
    /** A kind of counted event. */
    public enum Event {
        /** A request that broke a rule. */
        REFUSED_REQUEST,
        /** A body that was longer than allowed. */
        BODY_TOO_LARGE,
        /** A body that did not come in time. */
        BODY_TIMEOUT,
        /** A lack of room for a body, for a parked request, or for an answer. */
        NO_ROOM,
        /** The deadline passed here. */
        DEADLINE,
        /** The parking time passed here. */
        PARKING_EXPIRED,
        /** A request that was sent once more after its router was lost. */
        REPEATED,
        /** A request that was lost with its router. */
        LOST_WITH_ROUTER,
        /** A request that a router refused. */
        REFUSED_BY_ROUTER,
        /** The client went while its request was on its way. */
        CLIENT_GONE,
        /** A client that took nothing of its answer for too long. */
        SLOW_READER,
        /** An answer of which nothing came for too long, though there was credit. */
        STREAM_IDLE,
        /** An answer whose id is not awaited. */
        STALE_REPLY,
        /** A reply that breaks the rules for replies. */
        BAD_REPLY,
        /** An invalid batch from a router. */
        BAD_BATCH,
        /** A session with a router that ended. */
        SESSION_ENDED
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

    public GatewayCounters() {
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    public void count(Event event) {
        adder(event).increment();
    }

    public long value(Event event) {
        return adder(event).sum();
    }

    private LongAdder adder(Event event) {
        LongAdder adder = counts.get(event);
        if (adder == null) {
            throw new IllegalStateException("no counter for " + event);
        }
        return adder;
    }
}

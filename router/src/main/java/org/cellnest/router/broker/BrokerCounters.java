package org.cellnest.router.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Counts the broker's work since it started. Written by the broker's thread; others get a copy. */
final class BrokerCounters implements Cloneable {
    private record Counter(String name, ToLongFunction<BrokerCounters> value) {}

    private static final List<Counter> COUNTERS = List.of(
            new Counter("requests", c -> c.requests),
            new Counter("replies", c -> c.replies),
            new Counter("dispatched", c -> c.dispatched),
            new Counter("redispatched", c -> c.redispatched),
            new Counter("repeatable", c -> c.repeatable),
            new Counter("refusedByCells", c -> c.refusedByCells),
            new Counter("parked", c -> c.parked),
            new Counter("handedBack", c -> c.handedBack),
            new Counter("heldBack", c -> c.heldBack),
            new Counter("refusedAnswers", c -> c.refusedAnswers),
            new Counter("answeredByNest", c -> c.answeredByNest),
            new Counter("unknownOutcomes", c -> c.unknownOutcomes),
            new Counter("expired", c -> c.expired),
            new Counter("cancelled", c -> c.cancelled),
            new Counter("staleRecords", c -> c.staleRecords),
            new Counter("forgedRecords", c -> c.forgedRecords),
            new Counter("ignoredFrames", c -> c.ignoredFrames),
            new Counter("unknownTypes", c -> c.unknownTypes),
            new Counter("badReplies", c -> c.badReplies),
            new Counter("rejected", c -> c.rejected));

    long requests;
    long replies;
    long dispatched;
    long redispatched;
    long repeatable;
    long refusedByCells;
    long parked;
    long handedBack;
    long heldBack;
    long refusedAnswers;
    long answeredByNest;
    long unknownOutcomes;
    long expired;
    long cancelled;
    long staleRecords;
    long forgedRecords;
    long ignoredFrames;
    long unknownTypes;
    long badReplies;
    long rejected;

    /** Returns all counters by the names of their fields, in the order of {@link #COUNTERS}. */
    Map<String, Long> byName() {
        Map<String, Long> values = new LinkedHashMap<>();
        COUNTERS.forEach(counter -> values.put(counter.name, counter.value.applyAsLong(this)));
        return values;
    }

    BrokerCounters copy() {
        try {
            return (BrokerCounters) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}

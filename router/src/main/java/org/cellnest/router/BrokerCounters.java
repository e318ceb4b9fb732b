package org.cellnest.router;

/** What the broker has counted since it started. Written by the broker's thread; a copy is handed to others. */
final class BrokerCounters {
    long requests;
    long replies;
    long dispatched;
    long redispatched;
    long repeatable;
    long refusedByCells;
    long parked;
    long handedBack;
    long answeredByNest;
    long unknownOutcomes;
    long expired;
    long cancelled;
    long staleRecords;
    long forgedRecords;
    long ignoredFrames;
    long unknownTypes;
    long rejected;

    BrokerCounters copy() {
        BrokerCounters copy = new BrokerCounters();
        copy.requests = requests;
        copy.replies = replies;
        copy.dispatched = dispatched;
        copy.redispatched = redispatched;
        copy.repeatable = repeatable;
        copy.refusedByCells = refusedByCells;
        copy.parked = parked;
        copy.handedBack = handedBack;
        copy.answeredByNest = answeredByNest;
        copy.unknownOutcomes = unknownOutcomes;
        copy.expired = expired;
        copy.cancelled = cancelled;
        copy.staleRecords = staleRecords;
        copy.forgedRecords = forgedRecords;
        copy.ignoredFrames = ignoredFrames;
        copy.unknownTypes = unknownTypes;
        copy.rejected = rejected;
        return copy;
    }
}

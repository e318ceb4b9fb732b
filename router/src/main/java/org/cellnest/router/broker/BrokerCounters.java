package org.cellnest.router.broker;

import java.util.LinkedHashMap;
import java.util.Map;

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

    /** All of them, by the names of the fields. */
    Map<String, Long> byName() {
        Map<String, Long> names = new LinkedHashMap<>();
        names.put("requests", requests);
        names.put("replies", replies);
        names.put("dispatched", dispatched);
        names.put("redispatched", redispatched);
        names.put("repeatable", repeatable);
        names.put("refusedByCells", refusedByCells);
        names.put("parked", parked);
        names.put("handedBack", handedBack);
        names.put("heldBack", heldBack);
        names.put("refusedAnswers", refusedAnswers);
        names.put("answeredByNest", answeredByNest);
        names.put("unknownOutcomes", unknownOutcomes);
        names.put("expired", expired);
        names.put("cancelled", cancelled);
        names.put("staleRecords", staleRecords);
        names.put("forgedRecords", forgedRecords);
        names.put("ignoredFrames", ignoredFrames);
        names.put("unknownTypes", unknownTypes);
        names.put("badReplies", badReplies);
        names.put("rejected", rejected);
        return names;
    }

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
        copy.heldBack = heldBack;
        copy.refusedAnswers = refusedAnswers;
        copy.answeredByNest = answeredByNest;
        copy.unknownOutcomes = unknownOutcomes;
        copy.expired = expired;
        copy.cancelled = cancelled;
        copy.staleRecords = staleRecords;
        copy.forgedRecords = forgedRecords;
        copy.ignoredFrames = ignoredFrames;
        copy.unknownTypes = unknownTypes;
        copy.badReplies = badReplies;
        copy.rejected = rejected;
        return copy;
    }
}

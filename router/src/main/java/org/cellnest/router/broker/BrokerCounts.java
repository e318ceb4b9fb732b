package org.cellnest.router.broker;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of {@link BrokerCounters} at one moment, since the broker started.
 *
 * @param requests REQUESTs that came from gateways
 * @param replies answers of cells that went to gateways
 * @param dispatched requests given to cells
 * @param redispatched requests given to a cell once more
 * @param repeatable requests whose cell is gone, and that their gateway may repeat
 * @param refusedByCells REFUSEs that came from cells
 * @param parked requests that had to wait for a cell
 * @param handedBack requests that the connection of their cell did not take
 * @param heldBack connections that were not read for a while, because a gateway took too little
 * @param refusedAnswers answers of cells for which a gateway had no room
 * @param answeredByNest answers that the router gave in a cell's place
 * @param unknownOutcomes requests that may or may not have run
 * @param expired requests whose time was over
 * @param cancelled requests that their gateway cancelled
 * @param staleRecords records about requests that were finished or never existed
 * @param forgedRecords records about requests that another cell had
 * @param ignoredFrames frames without a meaning on their connection
 * @param unknownTypes records of types that this router does not know
 * @param badReplies answers that a gateway cannot write
 * @param rejected protocol violations of peers and refusals to admit them
 */
record BrokerCounts(
        long requests,
        long replies,
        long dispatched,
        long redispatched,
        long repeatable,
        long refusedByCells,
        long parked,
        long handedBack,
        long heldBack,
        long refusedAnswers,
        long answeredByNest,
        long unknownOutcomes,
        long expired,
        long cancelled,
        long staleRecords,
        long forgedRecords,
        long ignoredFrames,
        long unknownTypes,
        long badReplies,
        long rejected) {
    /** Returns the counts by name, in the order of the components. */
    Map<String, Long> byName() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("requests", requests);
        counts.put("replies", replies);
        counts.put("dispatched", dispatched);
        counts.put("redispatched", redispatched);
        counts.put("repeatable", repeatable);
        counts.put("refusedByCells", refusedByCells);
        counts.put("parked", parked);
        counts.put("handedBack", handedBack);
        counts.put("heldBack", heldBack);
        counts.put("refusedAnswers", refusedAnswers);
        counts.put("answeredByNest", answeredByNest);
        counts.put("unknownOutcomes", unknownOutcomes);
        counts.put("expired", expired);
        counts.put("cancelled", cancelled);
        counts.put("staleRecords", staleRecords);
        counts.put("forgedRecords", forgedRecords);
        counts.put("ignoredFrames", ignoredFrames);
        counts.put("unknownTypes", unknownTypes);
        counts.put("badReplies", badReplies);
        counts.put("rejected", rejected);
        return counts;
    }
}

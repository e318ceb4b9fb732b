package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;

/** Counts requests, records and frames since the broker started. Used by the broker's thread alone. */
final class BrokerCounters implements RequestListener {
    private long requests;
    private long replies;
    private long dispatched;
    private long redispatched;
    private long repeatable;
    private long refusedByCells;
    private long parked;
    private long handedBack;
    private long heldBack;
    private long refusedAnswers;
    private long answeredByNest;
    private long unknownOutcomes;
    private long expired;
    private long cancelled;
    private long staleRecords;
    private long forgedRecords;
    private long ignoredFrames;
    private long unknownTypes;
    private long badReplies;
    private long rejected;

    @Override
    public void onArrived(Exchange exchange, WireRecord request, long nowNs) {
        requests++;
    }

    @Override
    public void onCancelled(Exchange exchange) {
        cancelled++;
    }

    @Override
    public void onParked(Exchange exchange) {
        parked++;
    }

    @Override
    public void onDispatched(Exchange exchange) {
        dispatched++;
        if (exchange.starts() > 1 || exchange.refusalCount() > 0) {
            redispatched++;
        }
    }

    @Override
    public void onHandedBack(Exchange exchange) {
        handedBack++;
    }

    @Override
    public void onRefused(Exchange exchange) {
        refusedByCells++;
    }

    @Override
    public void onBadReply(Exchange exchange) {
        badReplies++;
    }

    @Override
    public void onReplyNotTaken(Exchange exchange) {
        refusedAnswers++;
    }

    @Override
    public void onExpired(Exchange exchange) {
        expired++;
    }

    @Override
    public void onRepeatable(Exchange exchange) {
        repeatable++;
    }

    @Override
    public void onUnknownOutcome(Exchange exchange) {
        unknownOutcomes++;
    }

    @Override
    public void onAnsweredByCell(Exchange exchange, int status, long nowNs) {
        replies++;
    }

    @Override
    public void onAnsweredByRouter(Exchange exchange, int status, long nowNs) {
        answeredByNest++;
    }

    @Override
    public void onStaleRecord() {
        staleRecords++;
    }

    @Override
    public void onForgedRecord() {
        forgedRecords++;
    }

    /** Counts a connection that is not read until its gateway has taken more. */
    void onHeldBack() {
        heldBack++;
    }

    /** Counts a frame that has no meaning on its connection. */
    void onIgnoredFrame() {
        ignoredFrames++;
    }

    /** Counts a record of a type unknown to this router. */
    void onUnknownType() {
        unknownTypes++;
    }

    /** Counts a protocol violation, or a refusal to admit a peer. */
    void onRejected() {
        rejected++;
    }

    /** Returns a snapshot of the counts. */
    BrokerCounts counts() {
        return new BrokerCounts(
                requests,
                replies,
                dispatched,
                redispatched,
                repeatable,
                refusedByCells,
                parked,
                handedBack,
                heldBack,
                refusedAnswers,
                answeredByNest,
                unknownOutcomes,
                expired,
                cancelled,
                staleRecords,
                forgedRecords,
                ignoredFrames,
                unknownTypes,
                badReplies,
                rejected);
    }
}

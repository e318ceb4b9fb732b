package org.cellnest.router.broker;

import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.router.broker.Exchange.State;

/**
 * Ends requests whose time is over: those that waited for a cell for too long, and those whose deadline has passed.
 * Notifies gateways of deadlines that they do not know. Used by the broker's thread alone.
 */
final class RequestDeadlines {
    private static final long MS = 1_000_000L;
    /** The delay of a notice of a deadline; a request that is answered sooner needs none. */
    private static final long NOTICE_NS = 25 * MS;
    /**
     * The time without progress after which a body that flows is given up. Gateways decide sooner; this ends what they
     * have forgotten.
     */
    private static final long IDLE_NS = 600_000 * MS;

    private final long parkingNs;
    private final DeadlineWheel timers;
    private final Outcomes outcomes;
    private final Outboxes outboxes;
    private final RequestObservers observers;
    private final Tasks tasks;
    /** Whether a task is checking timers. */
    private boolean timing;

    /** @param parkingNs the maximum time that a request waits for a cell */
    RequestDeadlines(
            long parkingNs,
            DeadlineWheel timers,
            Outcomes outcomes,
            Outboxes outboxes,
            RequestObservers observers,
            Tasks tasks) {
        this.parkingNs = parkingNs;
        this.timers = timers;
        this.outcomes = outcomes;
        this.outboxes = outboxes;
        this.observers = observers;
        this.tasks = tasks;
    }

    /** Sets the timer of a parked request to the end of its parking time or its deadline. */
    void awaitCell(Exchange exchange, long nowNs) {
        await(exchange, parkedUntilNs(exchange), nowNs);
    }

    /** Sets the timer of a dispatched request to its deadline. */
    void awaitAnswer(Exchange exchange, long nowNs) {
        await(exchange, exchange.deadlineNs(), nowNs);
    }

    /** Sets the timer of an exchange with a body that flows to the time when it is given up without progress. */
    void awaitProgress(Exchange exchange, StreamBooks books) {
        timers.schedule(exchange, books.progressNs() + IDLE_NS);
    }

    private void onIdle(Exchange exchange, StreamBooks books, long nowNs) {
        if (nowNs - books.progressNs() >= IDLE_NS) {
            observers.onExpired(exchange);
            outcomes.breakOff(exchange, ErrorCode.IDLE, "nothing came for " + IDLE_NS / MS / 1000 + " s", nowNs);
        } else {
            awaitProgress(exchange, books);
        }
    }

    /**
     * Sets the timer to the deadline or to an earlier time. A deadline unknown to the gateway is reported to it, since
     * the gateway must keep it without this router. For a request that was sent before, the report is immediate; for
     * others it is sent only if no answer comes soon.
     */
    private void await(Exchange exchange, long untilNs, long nowNs) {
        long atNs = Math.min(exchange.deadlineNs(), untilNs);
        if (exchange.isDeadlineNews()) {
            long noticeNs = exchange.isFirstAttempt() ? exchange.arrivedNs() + NOTICE_NS : nowNs;
            if (noticeNs <= nowNs) {
                int timeoutMs = (int) Math.max(1, exchange.tellDeadline() / MS);
                outboxes.add(exchange.answers, MessageCodec.record(new Deadline(exchange.gatewayExchange, timeoutMs)));
            } else {
                atNs = Math.min(atNs, noticeNs);
            }
        }
        timers.schedule(exchange, atNs);
    }

    private long parkedUntilNs(Exchange exchange) {
        return exchange.parkedSinceNs() + parkingNs;
    }

    /** Checks the timers that are due, one in each step of a task. */
    void onTimers(long nowNs) {
        if (!timing && fire(nowNs)) {
            timing = true;
            tasks.add(laterNs -> timing = fire(laterNs));
        }
    }

    private boolean fire(long nowNs) {
        return timers.advance(nowNs, exchange -> onTimer(exchange, nowNs));
    }

    private void onTimer(Exchange exchange, long nowNs) {
        StreamBooks books = exchange.stream();
        if (books != null && books.isFlowing()) {
            onIdle(exchange, books, nowNs);
            return;
        }
        boolean expired = nowNs >= exchange.deadlineNs();
        if (exchange.state() == State.PARKED && expired) {
            outcomes.expireWaiting(exchange, nowNs);
        } else if (exchange.state() == State.PARKED && nowNs >= parkedUntilNs(exchange)) {
            observers.onExpired(exchange);
            outcomes.answer(exchange, LocalReplies.parkedTooLong(exchange, parkingNs), nowNs);
        } else if (exchange.state() == State.PARKED) {
            awaitCell(exchange, nowNs);
        } else if (exchange.state() == State.DISPATCHED && expired) {
            outcomes.expireAtCell(exchange, nowNs);
        } else if (exchange.state() == State.DISPATCHED) {
            awaitAnswer(exchange, nowNs);
        }
    }

    /** Returns the time at which {@link #onTimers} next has a timer to check, or {@link Long#MAX_VALUE}. */
    long nextTimerNs() {
        return timers.nextNs();
    }

    /** Returns the number of timers that are set. */
    int timerCount() {
        return timers.size();
    }
}

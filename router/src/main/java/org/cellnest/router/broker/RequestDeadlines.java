package org.cellnest.router.broker;

import org.cellnest.protocol.Deadline;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.router.broker.Exchange.State;

/**
 * Ends requests whose time is over: those that waited for a cell for too long, and those whose deadline has passed. Also
 * notifies gateways of deadlines that they do not know. Used by the broker's thread alone.
 */
final class RequestDeadlines {
    private static final long MS = 1_000_000L;
    /** Requests that are answered sooner cost no notice of their deadline. */
    private static final long NOTICE_NS = 25 * MS;

    private final long parkingNs;
    private final DeadlineWheel timers;
    private final Outcomes outcomes;
    private final Outboxes outboxes;
    private final RequestObservers observers;
    private final Tasks tasks;
    /** Whether a task looks at timers. */
    private boolean timing;

    /** @param parkingNs the longest that a request waits for a cell */
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

    /** A parked request has until the end of its parking time, or its deadline. */
    void awaitCell(Exchange exchange, long nowNs) {
        await(exchange, parkedUntilNs(exchange), nowNs);
    }

    /** A dispatched request has until its deadline. */
    void awaitAnswer(Exchange exchange, long nowNs) {
        await(exchange, exchange.deadlineNs(), nowNs);
    }

    /**
     * Sets the timer to the deadline or to something sooner. The gateway learns of a deadline that it does not know, since it
     * must keep to it without this router: at once if some router was lost already, else only if there is no answer soon.
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

    /** Looks at what is due, one timer in each step of a task. */
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

    /** When {@link #onTimers} next has something to do, or {@link Long#MAX_VALUE}. */
    long nextTimerNs() {
        return timers.nextNs();
    }

    /** The number of timers that are set. */
    int timerCount() {
        return timers.size();
    }
}

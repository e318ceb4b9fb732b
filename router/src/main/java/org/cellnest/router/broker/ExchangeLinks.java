package org.cellnest.router.broker;

import org.jspecify.annotations.Nullable;

/**
 * Holds an exchange's places in two lists, without separate nodes. One list is the queue in which the exchange is
 * parked, linked by {@link ExchangeQueue}; the other is a bucket of the {@link DeadlineWheel}. Only the owner of a list
 * calls its methods here. Used by the broker's thread alone.
 */
abstract sealed class ExchangeLinks permits ExchangeTimes {
    private static final int NO_BUCKET = -1;

    private @Nullable ExchangeQueue queue;
    private @Nullable Exchange previousParked;
    private @Nullable Exchange nextParked;

    private @Nullable Exchange previousTimer;
    private @Nullable Exchange nextTimer;
    private int timerBucket = NO_BUCKET;
    private long timerNs;

    // The queue that it is parked in.

    /** Enters a queue between two neighbours, each null at an end. */
    final void enterQueue(ExchangeQueue in, @Nullable Exchange previous, @Nullable Exchange next) {
        if (queue != null) {
            throw new IllegalArgumentException("an exchange that waits already");
        }
        queue = in;
        previousParked = previous;
        nextParked = next;
    }

    final void leaveQueue() {
        queue = null;
        previousParked = null;
        nextParked = null;
    }

    final void linkPreviousParked(@Nullable Exchange previous) {
        previousParked = previous;
    }

    final void linkNextParked(@Nullable Exchange next) {
        nextParked = next;
    }

    /** Returns the queue that the exchange is parked in, or null. */
    final @Nullable ExchangeQueue queue() {
        return queue;
    }

    final @Nullable Exchange previousParked() {
        return previousParked;
    }

    final @Nullable Exchange nextParked() {
        return nextParked;
    }

    // The bucket of its timer.

    /** Enters a bucket in front of another exchange, which is null in an empty bucket. */
    final void enterBucket(int bucket, long dueNs, @Nullable Exchange next) {
        timerBucket = bucket;
        timerNs = dueNs;
        nextTimer = next;
    }

    final void leaveBucket() {
        timerBucket = NO_BUCKET;
        previousTimer = null;
        nextTimer = null;
    }

    final void linkPreviousTimer(@Nullable Exchange previous) {
        previousTimer = previous;
    }

    final void linkNextTimer(@Nullable Exchange next) {
        nextTimer = next;
    }

    final boolean hasTimer() {
        return timerBucket != NO_BUCKET;
    }

    /** Returns the bucket of the timer, if there is one. */
    final int timerBucket() {
        return timerBucket;
    }

    /** Returns the time at which the timer is due. */
    final long timerNs() {
        return timerNs;
    }

    final @Nullable Exchange previousTimer() {
        return previousTimer;
    }

    final @Nullable Exchange nextTimer() {
        return nextTimer;
    }
}

package org.cellnest.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that all requests and answers together may hold. An answer is never refused, since its request has run;
 * with more than half of the bytes in answers the budget is pressed, and no more answers should be read. Any thread.
 */
final class ByteBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes bytes for a request, or takes none and returns false. */
    boolean tryTake(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Takes bytes for an answer that was read. */
    void takeForAnswer(long bytes) {
        used.addAndGet(bytes);
        answers.addAndGet(bytes);
    }

    void giveBackOfAnswer(long bytes) {
        used.addAndGet(-bytes);
        answers.addAndGet(-bytes);
    }

    /** Whether answers that wait for their clients hold more than half. */
    boolean isPressed() {
        return answers.get() > limit / 2;
    }

    long used() {
        return used.get();
    }
}

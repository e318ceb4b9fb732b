package org.cellnest.gateway.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that all requests and answers together may hold. An answer is never refused, since its request has
 * run. With more than half of the bytes in answers the budget is pressed, and no more answers should be read. Any
 * thread.
 */
public final class ByteBudget {
    private final long limit;
    private final AtomicLong requests = new AtomicLong();
    /**
     * The bytes of answers, counted separately from {@link #requests}. Each answer thus updates one of the counters
     * that all event loops share, not two.
     */
    private final AtomicLong answers = new AtomicLong();

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** Takes bytes for a request, or takes none and returns false. */
    public boolean tryTake(long bytes) {
        if (requests.addAndGet(bytes) + answers.get() > limit) {
            requests.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    public void giveBack(long bytes) {
        requests.addAndGet(-bytes);
    }

    /** Takes bytes for an answer that was read. */
    public void takeForAnswer(long bytes) {
        answers.addAndGet(bytes);
    }

    public void giveBackOfAnswer(long bytes) {
        answers.addAndGet(-bytes);
    }

    /** Whether answers that wait for their clients hold more than half. */
    public boolean isPressed() {
        return answers.get() > limit / 2;
    }

    public long used() {
        return requests.get() + answers.get();
    }
}

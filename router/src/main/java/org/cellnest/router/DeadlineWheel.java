package org.cellnest.router;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The next moment at which each exchange needs attention: a hashed timing wheel (Varghese and Lauck, 1987), since nearly
 * every timer is cancelled before it fires. A timer fires up to one tick late and never early.
 */
final class DeadlineWheel {
    static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(8);

    private static final int BUCKETS = 4096;
    private static final int MASK = BUCKETS - 1;

    private final @Nullable Exchange[] heads = new @Nullable Exchange[BUCKETS];
    private final BitSet occupied = new BitSet(BUCKETS);
    private final List<Exchange> due = new ArrayList<>();
    private final long originNs;
    private long tick;
    private int size;

    DeadlineWheel(long nowNs) {
        originNs = nowNs;
    }

    int size() {
        return size;
    }

    /** Sets or moves an exchange's timer. */
    void schedule(Exchange exchange, long atNs) {
        cancel(exchange);
        long dueTick = Math.max(tick + 1, (atNs - originNs) / TICK_NS + 1);
        int bucket = (int) (dueTick & MASK);
        exchange.timerNs = atNs;
        exchange.timerBucket = bucket;
        Exchange head = heads[bucket];
        exchange.nextTimer = head;
        if (head != null) {
            head.previousTimer = exchange;
        }
        heads[bucket] = exchange;
        occupied.set(bucket);
        size++;
    }

    void cancel(Exchange exchange) {
        int bucket = exchange.timerBucket;
        if (bucket < 0) {
            return;
        }
        Exchange previous = exchange.previousTimer;
        Exchange next = exchange.nextTimer;
        if (previous == null) {
            heads[bucket] = next;
            if (next == null) {
                occupied.clear(bucket);
            }
        } else {
            previous.nextTimer = next;
        }
        if (next != null) {
            next.previousTimer = previous;
        }
        exchange.previousTimer = null;
        exchange.nextTimer = null;
        exchange.timerBucket = -1;
        size--;
    }

    /** Fires what is due. The action may schedule and cancel any exchange, also the one it is given. */
    void advance(long nowNs, Consumer<Exchange> action) {
        long target = (nowNs - originNs) / TICK_NS;
        if (target - tick > BUCKETS) {
            tick = target - BUCKETS;
        }
        while (tick < target) {
            tick++;
            if (size == 0) {
                tick = target;
                return;
            }
            fire((int) (tick & MASK), nowNs, action);
        }
    }

    private void fire(int bucket, long nowNs, Consumer<Exchange> action) {
        // Due ones are taken out first: the action may change any list, this one too.
        for (Exchange at = heads[bucket]; at != null; ) {
            Exchange next = at.nextTimer;
            if (at.timerNs <= nowNs) {
                cancel(at);
                due.add(at);
            }
            at = next;
        }
        for (Exchange exchange : due) {
            if (exchange.timerBucket < 0) {
                action.accept(exchange);
            }
        }
        due.clear();
    }

    /** When {@link #advance} next has something to look at, or {@link Long#MAX_VALUE}. */
    long nextNs() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        int from = (int) ((tick + 1) & MASK);
        int bucket = occupied.nextSetBit(from);
        long ahead = bucket >= 0 ? bucket - from : BUCKETS - from + occupied.nextSetBit(0);
        return originNs + (tick + 1 + ahead) * TICK_NS;
    }
}

package org.cellnest.router.broker;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fires one timer for each exchange. A hashed timing wheel (Varghese and Lauck, 1987), since nearly every timer is
 * cancelled before it fires. A timer fires up to one tick late and never early. Used by the broker's thread alone.
 */
final class DeadlineWheel {
    static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(8);

    private static final int BUCKETS = 4096;
    private static final int MASK = BUCKETS - 1;

    private final @Nullable Exchange[] heads = new @Nullable Exchange[BUCKETS];
    private final BitSet occupied = new BitSet(BUCKETS);
    /** The rest of the bucket of this tick, while its timers are checked. */
    private @Nullable Exchange firing;

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
        Exchange head = heads[bucket];
        exchange.enterBucket(bucket, atNs, head);
        if (head != null) {
            head.linkPreviousTimer(exchange);
        }
        heads[bucket] = exchange;
        occupied.set(bucket);
        size++;
    }

    void cancel(Exchange exchange) {
        if (!exchange.hasTimer()) {
            return;
        }
        int bucket = exchange.timerBucket();
        Exchange previous = exchange.previousTimer();
        Exchange next = exchange.nextTimer();
        if (firing == exchange) {
            firing = next;
        } else if (previous == null) {
            heads[bucket] = next;
            if (next == null) {
                occupied.clear(bucket);
            }
        } else {
            previous.linkNextTimer(next);
        }
        if (next != null) {
            next.linkPreviousTimer(previous);
        }
        exchange.leaveBucket();
        size--;
    }

    /**
     * Checks one timer, and fires it if it is due. The action may schedule and cancel any exchange, also the one it is
     * given.
     *
     * @return whether more timers may be due
     */
    boolean advance(long nowNs, Consumer<Exchange> action) {
        long target = (nowNs - originNs) / TICK_NS;
        if (target - tick > BUCKETS) {
            tick = target - BUCKETS;
        }
        while (firing == null && tick < target) {
            tick = size == 0 ? target : tick + 1;
            int bucket = (int) (tick & MASK);
            firing = heads[bucket];
            heads[bucket] = null;
            occupied.clear(bucket);
        }
        Exchange exchange = firing;
        if (exchange == null) {
            return false;
        }
        long atNs = exchange.timerNs();
        cancel(exchange);
        if (atNs <= nowNs) {
            action.accept(exchange);
        } else {
            schedule(exchange, atNs);
        }
        return true;
    }

    /** Returns the time at which {@link #advance} next has a timer to check, or {@link Long#MAX_VALUE}. */
    long nextNs() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        if (firing != null) {
            return originNs + tick * TICK_NS;
        }
        int from = (int) ((tick + 1) & MASK);
        int bucket = occupied.nextSetBit(from);
        long ahead = bucket >= 0 ? bucket - from : BUCKETS - from + occupied.nextSetBit(0);
        return originNs + (tick + 1 + ahead) * TICK_NS;
    }
}

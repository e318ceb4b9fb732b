package org.cellnest.transport;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue in front of an owner thread: any thread offers items and the owner, which is woken, drains them.
 * {@link #offer} may be called by any thread and takes no lock, so producers that find the queue full cannot block the
 * owner; {@link #drain} is for the owner alone.
 */
public final class Mailbox<T> {

    private final int capacity;
    private final int mask;
    private final AtomicReferenceArray<@Nullable T> slots;
    private final AtomicLong offered = new AtomicLong();
    private final AtomicLong drained = new AtomicLong();
    private final Runnable wakeOwner;

    /**
     * @param capacity the number of items that may wait, 1 to 2^30
     * @param wakeOwner called by the offering thread after each item, so it should be cheap and coalesce: usually
     *     {@link Waker#wake}
     */
    public Mailbox(int capacity, Runnable wakeOwner) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: 1 to " + (1 << 30) + ")");
        }
        this.capacity = capacity;
        int slotCount = Math.max(2, Integer.highestOneBit(capacity - 1) << 1);
        this.mask = slotCount - 1;
        this.slots = new AtomicReferenceArray<>(slotCount);
        this.wakeOwner = wakeOwner;
    }

    /** Offers an item to the owner. False: the mailbox is full and the item was not taken. */
    public boolean offer(T item) {
        long ticket;
        do {
            ticket = offered.get();
            if (ticket - drained.get() >= capacity) {
                return false;
            }
        } while (!offered.compareAndSet(ticket, ticket + 1));
        slots.setRelease((int) ticket & mask, item);
        wakeOwner.run();
        return true;
    }

    /** Passes up to {@code max} items to {@code onItem} in the order of their arrival; returns their number. */
    public int drain(Consumer<? super T> onItem, int max) {
        int count = 0;
        while (count < max) {
            int slot = (int) drained.get() & mask;
            T item = slots.getAcquire(slot);
            if (item == null) {
                // empty, or its producer is between its ticket and its wake-up
                break;
            }
            slots.setRelease(slot, null);
            drained.setRelease(drained.get() + 1);
            count++;
            onItem.accept(item);
        }
        return count;
    }

    /** Returns the number of items waiting at this moment. Any thread. */
    public int size() {
        return (int) Math.max(0, offered.get() - drained.get());
    }
}

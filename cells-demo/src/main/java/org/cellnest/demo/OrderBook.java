package org.cellnest.demo;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the latest orders in memory; new orders displace the oldest. Any thread. */
public final class OrderBook {
    private final int maxOrders;
    private final Clock clock;
    private final TreeMap<Long, Order> ordersById = new TreeMap<>();
    private long lastId;

    OrderBook(int maxOrders, Clock clock) {
        this.maxOrders = maxOrders;
        this.clock = clock;
    }

    synchronized Order add(NewOrder wanted) {
        Order order = new Order(++lastId, wanted.item(), wanted.quantity(), clock.instant());
        ordersById.put(order.id(), order);
        if (ordersById.size() > maxOrders) {
            ordersById.pollFirstEntry();
        }
        return order;
    }

    synchronized Optional<Order> find(long id) {
        return Optional.ofNullable(ordersById.get(id));
    }

    synchronized boolean remove(long id) {
        return ordersById.remove(id) != null;
    }

    /** Returns the latest orders, newest first. */
    synchronized List<Order> latest(int count) {
        return ordersById.descendingMap().entrySet().stream()
                .limit(count)
                .map(Map.Entry::getValue)
                .toList();
    }
}

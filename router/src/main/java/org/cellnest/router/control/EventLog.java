package org.cellnest.router.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellnest.process.text.VisibleText;
import org.cellnest.router.control.NestEvent.RouteName;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last {@value #KEPT} events and passes new ones to followers. {@link #add} takes a short lock and writes
 * nothing, so that the broker may call it; the followers are notified on a thread of the control plane. Thread-safe.
 */
public final class EventLog {
    static final int KEPT = 1000;
    static final int MAX_FOLLOWERS = 32;
    /** The maximum length of a message or reason, in characters. Both hold texts of cells and untrusted peers. */
    static final int MAX_TEXT = 2_048;

    /** A receiver of events, called in order, by one thread at a time. */
    interface Follower {
        void onEvents(List<NestEvent> events);
    }

    /** A follower, with the id of the last event passed to it. */
    private static final class Place {
        private final Follower follower;
        private long toldId;

        private Place(Follower follower, long toldId) {
            this.follower = follower;
            this.toldId = toldId;
        }
    }

    /** An event without an id and a time. */
    public record Entry(
            EventType type,
            @Nullable String cell,
            @Nullable String gateway,
            @Nullable String key,
            @Nullable String deployment,
            @Nullable String version,
            @Nullable List<RouteName> routes,
            @Nullable Integer count,
            @Nullable String reason,
            String message) {}

    private final Clock clock;
    private final Executor executor;
    private final Object lock = new Object();
    private final Deque<NestEvent> events = new ArrayDeque<>();
    private final List<Place> followers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean telling = new AtomicBoolean();
    private long lastId;

    /** @param executor notifies the followers; has one thread */
    public EventLog(Clock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /** Appends an event that has just occurred. */
    public void add(Entry entry) {
        String at = ApiMapper.time(clock.epochMillis());
        String reason = entry.reason() == null ? null : VisibleText.of(entry.reason(), MAX_TEXT);
        synchronized (lock) {
            events.add(new NestEvent(
                    ++lastId,
                    at,
                    entry.type(),
                    entry.cell(),
                    entry.gateway(),
                    entry.key(),
                    entry.deployment(),
                    entry.version(),
                    entry.routes(),
                    entry.count(),
                    reason,
                    VisibleText.of(entry.message(), MAX_TEXT)));
            if (events.size() > KEPT) {
                events.remove();
            }
        }
        wake();
    }

    /** Returns the kept events after an id. */
    List<NestEvent> after(long id) {
        synchronized (lock) {
            List<NestEvent> later = new ArrayList<>();
            for (NestEvent event : events) {
                if (event.id() > id) {
                    later.add(event);
                }
            }
            return later;
        }
    }

    /**
     * Passes the kept events after an id, and all later ones, to a follower.
     *
     * @return ends this; null if there are too many followers
     */
    @Nullable
    Runnable follow(long afterId, Follower follower) {
        Place place;
        synchronized (lock) {
            if (followers.size() >= MAX_FOLLOWERS) {
                return null;
            }
            // An id of the future is of another life of this router.
            place = new Place(follower, afterId > lastId ? 0 : afterId);
            followers.add(place);
        }
        wake();
        return () -> followers.remove(place);
    }

    int followers() {
        return followers.size();
    }

    private void wake() {
        if (!followers.isEmpty() && telling.compareAndSet(false, true)) {
            executor.execute(this::tell);
        }
    }

    private void tell() {
        // Whatever comes from now on is told by another turn.
        telling.set(false);
        for (Place place : followers) {
            List<NestEvent> later = after(place.toldId);
            if (!later.isEmpty()) {
                place.toldId = later.get(later.size() - 1).id();
                place.follower.onEvents(later);
            }
        }
    }
}

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
 * The last {@value #KEPT} events, and those who follow them. {@link #add} takes a short lock and writes nothing, so that the
 * broker may call it; the followers are told on a thread of the control plane. Any thread.
 */
public final class EventLog {
    static final int KEPT = 1000;
    static final int MAX_FOLLOWERS = 32;
    /** Characters of a message or reason, which hold texts of guests and strangers. */
    static final int MAX_TEXT = 2_048;

    /** Is told about events, in order, by one thread at a time. */
    interface Follower {
        void onEvents(List<NestEvent> events);
    }

    /** A follower and what it has been told. */
    private static final class Place {
        private final Follower follower;
        private long toldId;

        private Place(Follower follower, long toldId) {
            this.follower = follower;
            this.toldId = toldId;
        }
    }

    /** What happened, before it has an id and a time. */
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

    /** @param executor tells the followers; has one thread */
    public EventLog(Clock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /** Something has happened just now. */
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

    /** What is kept of the events after one. */
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
     * Tells a follower what is kept of the events after one, and whatever comes.
     *
     * @return ends that; null where there are too many followers
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

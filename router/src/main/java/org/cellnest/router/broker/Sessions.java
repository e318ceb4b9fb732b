package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.cellnest.protocol.PeerKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds sessions by id, by peer and by number, and connections by number. Used by the broker's thread alone, except
 * {@link #published}.
 */
public final class Sessions {
    private record Peer(PeerKind kind, String id) {}

    private final Map<Integer, Connection> connectionsById = new HashMap<>();
    private final Map<String, Session> sessionsById = new LinkedHashMap<>();
    private final Map<Peer, Session> sessionsByPeer = new HashMap<>();
    private volatile List<Session> published = List.of();
    /** The sessions by their increasing number, for walks in pieces. */
    private final NavigableMap<Long, Session> sessionsByNumber = new TreeMap<>();

    private long lastNumber;

    Connection connection(int id) {
        return connectionsById.computeIfAbsent(id, Connection::new);
    }

    @Nullable
    Connection existing(int id) {
        return connectionsById.get(id);
    }

    @Nullable
    Connection forget(int id) {
        return connectionsById.remove(id);
    }

    @Nullable
    Session get(String id) {
        return sessionsById.get(id);
    }

    @Nullable
    public Session ofPeer(PeerKind kind, String id) {
        return sessionsByPeer.get(new Peer(kind, id));
    }

    /** Returns the number of the next session. */
    long nextNumber() {
        return ++lastNumber;
    }

    void add(Session session) {
        sessionsByNumber.put(session.number, session);
        sessionsById.put(session.id, session);
        sessionsByPeer.put(new Peer(session.kind, session.peerId), session);
        published = List.copyOf(sessionsById.values());
    }

    void remove(Session session) {
        sessionsById.remove(session.id);
        sessionsByNumber.remove(session.number);
        sessionsByPeer.remove(new Peer(session.kind, session.peerId), session);
        published = List.copyOf(sessionsById.values());
    }

    /** Returns all sessions, in an immutable list; for any thread. */
    List<Session> published() {
        return published;
    }

    /** Returns the sessions with a number above the given one, the oldest first. */
    Collection<Session> begunAfter(long number) {
        return sessionsByNumber.tailMap(number, false).values();
    }

    public Collection<Session> all() {
        return sessionsById.values();
    }

    List<CellSession> cells() {
        List<CellSession> cells = new ArrayList<>();
        for (Session session : sessionsById.values()) {
            if (session instanceof CellSession cell) {
                cells.add(cell);
            }
        }
        return cells;
    }

    int connectionCount() {
        return connectionsById.size();
    }
}

package org.cellnest.transport;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the connections of a {@link RouterSocket} by id, and assigns the ids. Used by the socket's thread alone. */
final class ConnectionTable {
    private final Map<Integer, RouterConnection> byId = new HashMap<>();
    private int nextId;

    ConnectionTable(int firstId) {
        nextId = firstId;
    }

    /** Returns an id that no connection has. */
    int freeId() {
        while (byId.containsKey(nextId)) {
            nextId++;
        }
        return nextId++;
    }

    void add(RouterConnection connection) {
        byId.put(connection.id(), connection);
    }

    /** Returns a connection, or null if it is gone. */
    @Nullable
    RouterConnection find(int id) {
        return byId.get(id);
    }

    /** Removes a connection; returns whether it was there. */
    boolean remove(RouterConnection connection) {
        return byId.remove(connection.id()) != null;
    }

    int size() {
        return byId.size();
    }

    /** Adds the connections that have ended to {@code into}. */
    void addEnded(Collection<RouterConnection> into) {
        for (RouterConnection connection : byId.values()) {
            if (connection.isEnded()) {
                into.add(connection);
            }
        }
    }

    /** Closes all connections and removes them. */
    void close() {
        byId.values().forEach(RouterConnection::close);
        byId.clear();
    }
}

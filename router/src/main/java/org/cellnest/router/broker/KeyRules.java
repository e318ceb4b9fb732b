package org.cellnest.router.broker;

import org.cellnest.protocol.PeerKind;
import org.jspecify.annotations.Nullable;

/**
 * Decides which operations the CURVE key of a connection permits. A key is on the list of one listener, and valid for
 * the kind of peer that connects there. All lanes of a session prove the same key. Without keys, nothing is refused.
 */
final class KeyRules {
    private KeyRules() {}

    /** Returns the reason why a peer of a kind must not register, or null if it may. */
    static @Nullable String againstRegistering(String key, int listener, PeerKind kind) {
        boolean front = listener == FrameSink.FRONT;
        if (key.isEmpty() || kind == (front ? PeerKind.GATEWAY : PeerKind.CELL)) {
            return null;
        }
        return front
                ? "a cell with the key '" + key
                        + "' at router.front (expected: a gateway; cells connect to router.back)"
                : "a gateway with the key '" + key
                        + "' at router.back (expected: a cell; gateways connect to router.front)";
    }

    /** Returns the reason why a connection must not join a session, or null if it may. */
    static @Nullable String againstJoining(Session session, String key, int listener) {
        if (!key.equals(session.key)) {
            return "a lane with the key '" + key + "' (expected: '" + session.key + "', as the primary has)";
        }
        return againstRegistering(key, listener, session.kind);
    }
}

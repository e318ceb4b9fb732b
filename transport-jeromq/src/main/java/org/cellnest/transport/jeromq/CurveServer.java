package org.cellnest.transport.jeromq;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a router needs for CURVE (RFC 26).
 *
 * @param keys its own
 * @param clients for each endpoint, in the order of the socket's settings, the list of those that may connect, as it is
 *     now; any thread may ask for it
 */
public record CurveServer(CurveKeyPair keys, List<Supplier<AllowList>> clients) {
    public CurveServer {
        clients = List.copyOf(clients);
    }
}

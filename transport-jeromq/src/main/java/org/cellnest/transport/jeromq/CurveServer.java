package org.cellnest.transport.jeromq;

import java.util.List;
import java.util.function.Supplier;

/**
 * The parameters of a router for CURVE (RFC 26).
 *
 * @param keys its own key pair
 * @param clients for each endpoint, in the order of the socket's settings, a supplier of its current allow list,
 *     which any thread may call
 */
public record CurveServer(CurveKeyPair keys, List<Supplier<AllowList>> clients) {
    public CurveServer {
        clients = List.copyOf(clients);
    }
}

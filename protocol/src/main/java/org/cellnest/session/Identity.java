package org.cellnest.session;

import java.util.Map;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.PeerKind;
import org.jspecify.annotations.Nullable;

/**
 * Who a peer is, the same to all routers.
 *
 * @param kind gateway or cell
 * @param id its name in the nest
 * @param incarnation random, another one after each start
 * @param weight a cell's share of the load beside other cells, 1 to 1000
 * @param labels what an operator says of it
 * @param key the nest's, or null if none is set
 * @param insecure whether a router that asks for no key is trusted although a key is set
 */
public record Identity(
        PeerKind kind,
        String id,
        String incarnation,
        int weight,
        Map<String, String> labels,
        @Nullable KeyProof key,
        boolean insecure) {
    public Identity {
        labels = Map.copyOf(labels);
    }
}

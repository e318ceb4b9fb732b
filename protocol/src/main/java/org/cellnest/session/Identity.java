package org.cellnest.session;

import java.util.Map;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.PeerKind;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a peer, to all routers alike.
 *
 * @param kind gateway or cell
 * @param id its name in the nest
 * @param incarnation random, another one after each start
 * @param weight a cell's share of the load beside other cells, 1 to 1000
 * @param labels an operator's key-value pairs
 * @param key the nest's, or null if none is set
 * @param insecure whether a router that requires no key is trusted although a key is set
 * @param http a gateway's HTTP address, or null
 * @param version of the peer's software, or empty
 * @param httpKey the key with which a gateway proves that it answers at {@code http}, see {@link
 *     org.cellnest.protocol.AddressProof}; or null
 */
public record Identity(
        PeerKind kind,
        String id,
        String incarnation,
        int weight,
        Map<String, String> labels,
        @Nullable KeyProof key,
        boolean insecure,
        @Nullable String http,
        String version,
        @Nullable String httpKey) {
    public Identity {
        labels = Map.copyOf(labels);
    }

    /** Identifies a peer without an HTTP address or a version. */
    public Identity(
            PeerKind kind,
            String id,
            String incarnation,
            int weight,
            Map<String, String> labels,
            @Nullable KeyProof key,
            boolean insecure) {
        this(kind, id, incarnation, weight, labels, key, insecure, null, "", null);
    }

    /** Returns the same peer with an HTTP address and the key that proves it. */
    public Identity withHttp(String address, String proofKey) {
        return new Identity(kind, id, incarnation, weight, labels, key, insecure, address, version, proofKey);
    }
}

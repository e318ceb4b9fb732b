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
 * @param http where a gateway is asked by HTTP, or null
 * @param version of the peer's software, or empty
 * @param httpKey with which a gateway proves that it answers there, see {@link org.cellnest.protocol.AddressProof}; or null
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

    /** Of a peer that is not asked by HTTP and says nothing of its version. */
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

    /** The same peer, asked by HTTP there, which that key proves. */
    public Identity withHttp(String address, String proofKey) {
        return new Identity(kind, id, incarnation, weight, labels, key, insecure, address, version, proofKey);
    }
}

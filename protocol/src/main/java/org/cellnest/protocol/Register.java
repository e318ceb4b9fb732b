package org.cellnest.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a peer, sent on its primary lane after each connection, and again with a higher revision, on any
 * lane of its session, whenever a deployment changes.
 *
 * @param kind what the peer is
 * @param id its name in the nest, 1 to 128 visible ASCII characters
 * @param incarnation random, another one after each start of the peer
 * @param revision of this state within the incarnation, from 1
 * @param concurrency how many requests a cell lets this router have in flight with it; 0 for a gateway
 * @param weight how much of the load a cell takes beside others, 1 to 1000; 0 reads as 1
 * @param labels what an operator says of the peer, at most 64; values are cut after 1024 characters
 * @param deployments what a cell hosts; empty for a gateway
 * @param routesPages how many {@link Routes} records follow on the same lane
 * @param key where the nest has a key: which one, and the peer's nonce
 */
public record Register(
        PeerKind kind,
        String id,
        String incarnation,
        long revision,
        @JsonProperty(required = true) int concurrency,
        int weight,
        Map<String, String> labels,
        List<DeploymentInfo> deployments,
        int routesPages,
        @Nullable KeyHint key)
        implements Message {
    public Register {
        labels = Display.values(labels);
        deployments = deployments == null ? List.of() : List.copyOf(deployments);
        weight = weight == 0 ? 1 : weight;
    }

    @Override
    public MessageType type() {
        return MessageType.REGISTER;
    }
}

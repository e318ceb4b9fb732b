package org.cellnest.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of a peer. It is sent on the primary lane after each connection. Whenever a deployment changes, it is
 * sent again with a higher revision, on any lane of the session.
 *
 * @param kind the kind of the peer
 * @param id its name in the nest, 1 to 128 visible ASCII characters
 * @param incarnation random, another one after each start of the peer
 * @param revision of this state within the incarnation, from 1
 * @param concurrency the number of requests that a cell lets this router have in flight with it; 0 for a gateway
 * @param weight the share of the load that a cell takes relative to others, 1 to 1000; 0 reads as 1
 * @param labels the operator's labels of the peer, at most 64; values are cut after 1024 characters
 * @param deployments the deployments that a cell hosts; empty for a gateway
 * @param routesPages the number of {@link Routes} records that follow on the same lane
 * @param key the hint at the peer's key, with its nonce; null where the nest has no key
 * @param failures the files in a cell's folder that cannot be served, at most {@value #MAX_FAILURES}
 * @param http the address at which a gateway accepts HTTP, {@code http://HOST:PORT}, or null; the host may be a
 *     wildcard
 * @param version of the peer's software, or empty; cut after 128 characters
 * @param httpKey the key of {@link AddressProof} with which a gateway proves that it owns the address {@code http},
 *     or null
 * @param deploymentConcurrency the part of the concurrency that one deployment may use, in requests; 0 for all of
 *     it
 * @param maxStreams the number of exchanges with bodies that flow that a cell lets this router have open with it; of a
 *     gateway, anything but 0 says that it takes such answers; 0: the peer knows no such bodies
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
        @Nullable KeyHint key,
        List<JarFailure> failures,
        @Nullable String http,
        String version,
        @Nullable String httpKey,
        int deploymentConcurrency,
        int maxStreams)
        implements Message {
    /** The maximum number of failures that are reported; further ones are left out. */
    public static final int MAX_FAILURES = 64;

    public Register {
        labels = DisplayLimits.values(labels);
        deployments = deployments == null ? List.of() : List.copyOf(deployments);
        weight = weight == 0 ? 1 : weight;
        failures = failures == null
                ? List.of()
                : failures.stream().limit(MAX_FAILURES).toList();
        http = http == null ? null : DisplayLimits.text(http, DisplayLimits.MAX_VALUE);
        version = DisplayLimits.text(version, DisplayLimits.MAX_NAME);
    }

    /** Begins a state that says no more than it must: revision 1, weight 1, and all else absent. */
    public static Builder of(PeerKind kind, String id, String incarnation) {
        return new Builder(kind, id, incarnation);
    }

    @Override
    public MessageType type() {
        return MessageType.REGISTER;
    }

    /** Collects the state of a peer by name. For one thread. */
    public static final class Builder {
        private final PeerKind kind;
        private final String id;
        private final String incarnation;
        private long revision = 1;
        private int concurrency;
        private int weight = 1;
        private Map<String, String> labels = Map.of();
        private List<DeploymentInfo> deployments = List.of();
        private int routesPages;
        private @Nullable KeyHint key;
        private List<JarFailure> failures = List.of();
        private @Nullable String http;
        private String version = "";
        private @Nullable String httpKey;
        private int deploymentConcurrency;
        private int maxStreams;

        private Builder(PeerKind kind, String id, String incarnation) {
            this.kind = kind;
            this.id = id;
            this.incarnation = incarnation;
        }

        public Builder revision(long value) {
            this.revision = value;
            return this;
        }

        public Builder concurrency(int value) {
            this.concurrency = value;
            return this;
        }

        public Builder weight(int value) {
            this.weight = value;
            return this;
        }

        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        public Builder deployments(List<DeploymentInfo> value) {
            this.deployments = value;
            return this;
        }

        public Builder routesPages(int value) {
            this.routesPages = value;
            return this;
        }

        public Builder key(@Nullable KeyHint value) {
            this.key = value;
            return this;
        }

        public Builder failures(List<JarFailure> value) {
            this.failures = value;
            return this;
        }

        public Builder http(@Nullable String value) {
            this.http = value;
            return this;
        }

        public Builder version(String value) {
            this.version = value;
            return this;
        }

        public Builder httpKey(@Nullable String value) {
            this.httpKey = value;
            return this;
        }

        public Builder deploymentConcurrency(int value) {
            this.deploymentConcurrency = value;
            return this;
        }

        public Builder maxStreams(int value) {
            this.maxStreams = value;
            return this;
        }

        public Register build() {
            return new Register(
                    kind,
                    id,
                    incarnation,
                    revision,
                    concurrency,
                    weight,
                    labels,
                    deployments,
                    routesPages,
                    key,
                    failures,
                    http,
                    version,
                    httpKey,
                    deploymentConcurrency,
                    maxStreams);
        }
    }
}

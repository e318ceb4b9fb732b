package org.cellnest.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What connects to a router. */
public enum PeerKind {
    @JsonProperty("gateway")
    GATEWAY,
    @JsonProperty("cell")
    CELL
}

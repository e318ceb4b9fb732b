package org.cellnest.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A kind of peer that connects to a router. */
public enum PeerKind {
    @JsonProperty("gateway")
    GATEWAY,
    @JsonProperty("cell")
    CELL
}

package org.cellnest.router.snapshot;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a cell is given requests, or why not. */
public enum CellState {
    /** It is given requests. */
    SERVING("is given requests"),
    /** It has in flight what it grants. */
    FULL("has as many requests in flight as it grants"),
    /** Its connection takes no more for now. */
    BLOCKED("does not read what it is sent for now"),
    /** It has asked for nothing new. */
    DRAINING("has asked for nothing new"),
    /** An operator has drained it. */
    DRAINED("was drained by an operator"),
    /** It has missed a heartbeat. */
    SILENT("has missed a heartbeat"),
    /** An operator has sent it away; this incarnation is refused. */
    KICKED("was sent away by an operator");

    private final String phrase;

    CellState(String phrase) {
        this.phrase = phrase;
    }

    /** As it stands in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What goes on in a sentence after the cell. */
    public String phrase() {
        return phrase;
    }
}

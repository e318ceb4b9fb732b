package org.cellnest.router.snapshot;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a cell: whether it is given requests, or the reason why not. */
public enum CellState {
    /** The cell is given requests. */
    SERVING("is given requests"),
    /** The cell has as many requests in flight as it grants. */
    FULL("has as many requests in flight as it grants"),
    /** The cell's connection takes no more for now. */
    BLOCKED("does not read what it is sent for now"),
    /** The cell has requested nothing new. */
    DRAINING("has asked for nothing new"),
    /** An operator has drained the cell. */
    DRAINED("was drained by an operator"),
    /** The cell has missed a heartbeat. */
    SILENT("has missed a heartbeat"),
    /** An operator has evicted the cell; this incarnation is refused. */
    KICKED("was sent away by an operator");

    private final String phrase;

    CellState(String phrase) {
        this.phrase = phrase;
    }

    /** Returns the name in JSON. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the phrase that continues a sentence after the name of the cell. */
    public String phrase() {
        return phrase;
    }
}

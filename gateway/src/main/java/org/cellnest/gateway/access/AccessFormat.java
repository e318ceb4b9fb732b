package org.cellnest.gateway.access;

/** Formats an entry as one line, safe against any text from a client. Thread-safe. */
interface AccessFormat {
    /** The maximum number of characters of a client's text that are shown. */
    int MAX_TEXT = 8_192;

    /** Returns the line, without a line end. */
    String line(AccessEntry entry);
}

package org.cellnest.gateway.access;

/** Lays out an entry as one line, whatever a client has written into it. Any thread. */
interface AccessFormat {
    /** Characters of a text of the client's that are shown. */
    int MAX_TEXT = 8_192;

    /** Returns the line, without a line end. */
    String line(AccessEntry entry);
}

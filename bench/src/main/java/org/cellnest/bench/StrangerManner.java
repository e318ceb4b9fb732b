package org.cellnest.bench;

/** A manner of a stranger: the octets that it sends before it falls silent. */
enum StrangerManner {
    /** A ZMTP greeting. */
    GREETS("greeting"),
    /** A greeting, and READY after the router's own greeting; never the first frame. */
    GREETS_AND_IS_READY("greeting, READY");

    private final String title;

    StrangerManner(String title) {
        this.title = title;
    }

    /** Returns the name in tables and results. */
    String title() {
        return title;
    }
}

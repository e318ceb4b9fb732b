package org.cellnest.bench;

import java.util.Locale;

/** A load beside which small requests are measured. The names are those of {@code --only}. */
enum BesideLoad {
    DOWNLOADS("download8+get-c64"),
    SLOW_READERS("slow+get-c64");

    /** The number of downloads at a time. */
    static final int DOWNLOADS_AT_A_TIME = 8;

    private final String id;

    BesideLoad(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Returns the title of a table. */
    String title(int slowReaders) {
        return "GET small, 64 connections, alone and beside "
                + (this == DOWNLOADS
                        ? DOWNLOADS_AT_A_TIME + " downloads at full speed"
                        : String.format(Locale.ROOT, "%,d slow readers of downloads", slowReaders));
    }
}

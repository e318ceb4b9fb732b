package org.cellnest.bench;

/** A transfer of large bodies that is measured. The names are those of {@code --only}. */
enum Transfer {
    DOWNLOAD("download", "download", 1, false),
    DOWNLOAD8("download8", "download", 8, false),
    UPLOAD("upload", "upload", 1, true),
    UPLOAD8("upload8", "upload", 8, true);

    /** The path of downloads; the number of bytes follows it. */
    static final String DOWNLOAD_PATH = "/api/download/";

    /** The path of uploads, which are answered with the number of bytes that arrived. */
    static final String UPLOAD_PATH = "/api/upload";

    private final String id;
    private final String what;
    private final int connections;
    private final boolean upload;

    Transfer(String id, String what, int connections, boolean upload) {
        this.id = id;
        this.what = what;
        this.connections = connections;
        this.upload = upload;
    }

    String id() {
        return id;
    }

    /** Returns the title of a table, with the size of all bodies of a run together. */
    String title(long bytes) {
        return what + " of " + (bytes >> 20) + " MiB, "
                + (connections == 1 ? "1 connection" : connections + " connections with a part of it each");
    }

    /** Returns the number of bodies at a time, each with an equal part of the bytes and a connection of its own. */
    int connections() {
        return connections;
    }

    boolean isUpload() {
        return upload;
    }
}

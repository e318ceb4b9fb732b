package org.cellnest.bench;

import java.util.List;

/** A workload of the load generator. The names are those of {@code --only}. */
enum Workload {
    GET_C1("get-c1", "GET small, 1 connection", Workload.HELLO, 1),
    GET_C16("get-c16", "GET small, 16 connections", Workload.HELLO, 16),
    GET_C64("get-c64", "GET small, 64 connections", Workload.HELLO, 64),
    GET_C256("get-c256", "GET small, 256 connections", Workload.HELLO, 256),
    POST_C64("post-c64", "POST 16 KiB echo, 64 connections", Workload.ECHO, 64),
    SLEEP_C256("sleep-c256", "GET a handler that sleeps 5 ms, 256 connections", Workload.SLEEP, 256),
    MIXED(
            "mixed",
            "GET small, 64 connections, beside 8 to a handler that sleeps 20 ms (figures of the 64)",
            Workload.HELLO,
            64);

    /**
     * A run of the load generator.
     *
     * @param post whether a body of {@link #POST_BYTES} is sent
     */
    record Load(String path, int connections, boolean post) {}

    static final String HELLO = "/api/hello/billy?age=12";
    static final String ECHO = "/api/echo";
    static final String SLEEP = "/api/sleep/5";
    static final int POST_BYTES = 16 << 10;

    private static final Load SLOW = new Load("/api/sleep/20", 8, false);

    private final String id;
    private final String title;
    private final String path;
    private final int connections;

    Workload(String id, String title, String path, int connections) {
        this.id = id;
        this.title = title;
        this.path = path;
        this.connections = connections;
    }

    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** Returns the loads that run at the same time; the metrics are those of the first. */
    List<Load> loads() {
        Load load = new Load(path, connections, path.equals(ECHO));
        return this == MIXED ? List.of(load, SLOW) : List.of(load);
    }

    /** Whether the workload runs the same code as the first warm-up. */
    boolean isPlainGet() {
        return this != MIXED && path.equals(HELLO);
    }
}

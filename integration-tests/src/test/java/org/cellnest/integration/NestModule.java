package org.cellnest.integration;

import java.util.Set;

/** The modules, and which others each may depend on. */
enum NestModule {
    CELL_API("cell-api"),
    PROTOCOL("protocol"),
    PROCESS("process"),
    TRANSPORT_JEROMQ("transport-jeromq"),
    TELEMETRY("telemetry"),
    GATEWAY("gateway"),
    ROUTER("router"),
    CELL_RUNTIME("cell-runtime"),
    CELL_TEST("cell-test"),
    CELLS_DEMO("cells-demo"),
    DEV("dev"),
    CLI("cli");

    final String folder;

    NestModule(String folder) {
        this.folder = folder;
    }

    Set<NestModule> mayDependOn() {
        return switch (this) {
            case CELL_API, PROTOCOL, PROCESS -> Set.of();
            case TELEMETRY, TRANSPORT_JEROMQ -> Set.of(PROTOCOL, PROCESS);
            case GATEWAY, ROUTER -> Set.of(PROTOCOL, PROCESS, TELEMETRY, TRANSPORT_JEROMQ);
            case CELL_RUNTIME -> Set.of(PROTOCOL, PROCESS, TELEMETRY, TRANSPORT_JEROMQ, CELL_API);
            case CELL_TEST -> Set.of(PROTOCOL, CELL_RUNTIME, CELL_API);
            case CELLS_DEMO -> Set.of(CELL_API);
            case DEV -> Set.of(PROTOCOL, PROCESS, CELL_API, GATEWAY, ROUTER, CELL_RUNTIME);
            case CLI -> Set.of(PROCESS, TRANSPORT_JEROMQ);
        };
    }
}

package org.cellnest.integration;

import java.util.Set;

/** The modules, and which others each may depend on. */
enum NestModule {
    CELL_API("cell-api"),
    PROTOCOL("protocol"),
    PROCESS("process"),
    GATEWAY("gateway"),
    ROUTER("router"),
    CELL_RUNTIME("cell-runtime"),
    CELLS_DEMO("cells-demo"),
    CLI("cli");

    final String folder;

    NestModule(String folder) {
        this.folder = folder;
    }

    Set<NestModule> mayDependOn() {
        return switch (this) {
            case CELL_API, PROTOCOL, PROCESS -> Set.of();
            case GATEWAY, ROUTER -> Set.of(PROTOCOL, PROCESS);
            case CELL_RUNTIME -> Set.of(PROTOCOL, PROCESS, CELL_API);
            case CELLS_DEMO -> Set.of(CELL_API);
            case CLI -> Set.of(PROCESS);
        };
    }
}

package org.cellnest.runtime;

import org.cellnest.process.ProcessMain;

/** Runs a cell as a process of its own. */
public final class CellMain {
    private CellMain() {}

    public static void main(String[] args) {
        System.exit(ProcessMain.run("cell", args, CellProcess::start));
    }
}

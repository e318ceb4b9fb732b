package org.cellnest.router;

import org.cellnest.process.ProcessMain;

/** Runs the router process. */
public final class RouterMain {
    private RouterMain() {}

    public static void main(String[] args) {
        System.exit(ProcessMain.run("router", args, RouterProcess::start));
    }
}

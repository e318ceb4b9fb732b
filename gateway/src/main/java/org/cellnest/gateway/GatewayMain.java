package org.cellnest.gateway;

import org.cellnest.process.ProcessMain;

/** Runs a gateway as a process of its own. */
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String[] args) {
        System.exit(ProcessMain.run("gateway", args, GatewayProcess::start));
    }
}

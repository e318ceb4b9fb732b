package org.cellnest.process;

import java.time.Duration;
import org.cellnest.process.ops.Health;
import org.cellnest.process.ops.OpsServer;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;

/** Runs a process that contains only an ops port; the system property {@code fake} selects its behaviour. */
public final class FakeMain {
    private FakeMain() {}

    public static void main(String[] args) {
        System.exit(ProcessMain.run("router", args, FakeMain::start));
    }

    private static NestProcess start(Settings settings, FatalHandler fatal) throws StartupException {
        String behaviour = System.getProperty("fake", "");
        if (behaviour.equals("explode")) {
            throw new IllegalStateException("wires crossed");
        }
        OpsServer ops = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .start(settings, Catalogue.ROUTER_OPS_HOST, Catalogue.ROUTER_OPS_PORT, Catalogue.ROUTER_OPS_TOKEN);
        if (behaviour.equals("die")) {
            Thread agent =
                    new Thread(() -> fatal.onFatal("the agent has died", new IllegalStateException("wires crossed")));
            agent.start();
        }
        return new FakeProcess(ops, behaviour);
    }

    private record FakeProcess(OpsServer ops, String behaviour) implements NestProcess {
        @Override
        public String describeReady() {
            return "ops " + ops.url();
        }

        @Override
        public void stop() {
            if (behaviour.equals("hang")) {
                new java.util.concurrent.CompletableFuture<>().join();
            }
            ops.stop();
        }

        @Override
        public Duration stopLimit() {
            return Duration.ofMillis(200);
        }
    }
}

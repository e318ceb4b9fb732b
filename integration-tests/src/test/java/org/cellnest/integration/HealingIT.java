package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.FreePorts;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.Load;
import org.cellnest.integration.harness.Machine;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.Shot;
import org.cellnest.integration.harness.TestCells;
import org.cellnest.integration.harness.TransportOfThisRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is started when, and whatever is lost: the nest is whole again soon after its last process is. */
@Tag("transport")
@ExtendWith(Failures.class)
class HealingIT {
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    /** Returns every order, or the two that differ most where another run has been through all. */
    static Stream<String> orders() {
        Stream<String> extremes = Stream.of("router gateway cell", "cell gateway router");
        return TransportOfThisRun.isDefault()
                ? Stream.concat(
                        extremes,
                        Stream.of(
                                "router cell gateway",
                                "gateway router cell",
                                "gateway cell router",
                                "cell router gateway"))
                : extremes;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void servesInWhateverOrderProcessesStart(String order) {
        List<Integer> ports = FreePorts.find(3);
        try (NestOfProcesses nest = NestOfProcesses.in(folder)) {
            nest.set("router.front=tcp://127.0.0.1:" + ports.get(0))
                    .set("router.back=tcp://127.0.0.1:" + ports.get(1))
                    .set("router.ops.port=0")
                    .set("gateway.http.host=127.0.0.1")
                    .set("gateway.http.port=" + ports.get(2))
                    .set("gateway.ops.port=0")
                    .set("cell.directory=" + nest.cells())
                    .set("cell.work-directory=" + folder.resolve("work"));
            TestCells.deploy(nest.cells(), "workbench.jar", workbench());
            for (String kind : order.split(" ", -1)) {
                nest.start(kind, List.of()).awaitReady();
            }
            awaitHealed(ports.get(2));
        }
    }

    /** Returns every loss, or those by a crash where another run has been through all. */
    static Stream<Arguments> losses() {
        List<ProcessFault> faults =
                TransportOfThisRun.isDefault() ? List.of(ProcessFault.values()) : List.of(ProcessFault.KILLED);
        return Stream.of("router", "gateway", "cell")
                .flatMap(kind -> faults.stream().map(fault -> Arguments.of(kind, fault)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void healsWhenAProcessIsLostAndStartedAgain(String kind, ProcessFault fault) {
        try (NestOfProcesses nest = NestOfProcesses.in(folder)) {
            TestCells.deploy(nest.cells(), "workbench.jar", workbench());
            NestChild router = nest.router();
            NestChild gateway = nest.gateway(List.of(router));
            NestChild cell = nest.cell(List.of(router));
            NestOfProcesses.awaitStatus(gateway, "/echo/cell", 200);
            NestChild victim = kind.equals("router") ? router : kind.equals("gateway") ? gateway : cell;
            int port = gateway.ready().port("http");
            try (Load load = Load.on(port, 4, 200, number -> Load.Target.get("/echo/cell"))) {
                load.awaitMore(20);
                fault.befall(victim);
                victim.start().awaitReady();
                awaitHealed(port);
                assertNever404(load.awaitMore(20).stop());
            }
        }
    }

    private byte[] workbench() {
        return TestCells.workbench(new LedgerFile(folder.resolve("ledger")).path());
    }

    private static void awaitHealed(int port) {
        Await.within(
                Machine.promised(HEALED_WITHIN),
                "an answer",
                () -> HttpConnection.get(port, "/echo/cell").status() == 200);
    }

    private static void assertNever404(List<Shot> shots) {
        List<Shot> unknown = shots.stream().filter(shot -> shot.status() == 404).toList();
        assertEquals(List.of(), unknown, "a known route was answered 404");
    }
}

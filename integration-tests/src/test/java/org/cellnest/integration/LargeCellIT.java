package org.cellnest.integration;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cellnest.integration.harness.Failures;
import org.cellnest.integration.harness.NestChild;
import org.cellnest.integration.harness.NestOfProcesses;
import org.cellnest.integration.harness.TestCells;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cell whose registration is larger than a connection takes at once. */
@Tag("transport")
@ExtendWith(Failures.class)
class LargeCellIT {
    private static final int ROUTES = 10_000;

    @TempDir
    private Path folder;

    @Test
    void joinsWithTenThousandRoutesAndJoinsAgainWhenTheRouterIsBack() {
        try (NestOfProcesses nest = NestOfProcesses.in(folder)) {
            TestCells.deploy(nest.cells(), "large.jar", TestCells.ofSource("large.Large", source(), Map.of()));
            NestChild router = nest.router();
            NestChild gateway = nest.gateway(List.of(router));
            nest.cell(List.of(router));
            String last = "/large/resource" + (ROUTES - 1) + "/1/items/2";
            NestOfProcesses.awaitStatus(gateway, last, 200);
            router.kill();
            router.start().awaitReady();
            NestOfProcesses.awaitStatus(gateway, last, 200);
        }
    }

    private static String source() {
        StringBuilder source =
                new StringBuilder("package large; import org.cellnest.cell.Route; public final class Large {\n");
        for (int i = 0; i < ROUTES; i++) {
            source.append("@Route(\"/large/resource")
                    .append(i)
                    .append("/{id}/items/{item}\") public String r")
                    .append(i)
                    .append("(String id, String item) { return item; }\n");
        }
        return source.append("}\n").toString();
    }
}

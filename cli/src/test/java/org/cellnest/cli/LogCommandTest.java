package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogCommandTest {
    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        nest.router
                .json(
                        "GET /v1/deployments",
                        "{\"deployments\":[{\"name\":\"orders\",\"cells\":[{\"cell\":\"a\",\"logLevel\":\"info\"},"
                                + "{\"cell\":\"b\",\"logLevel\":\"debug\"}]},"
                                + "{\"name\":\"stock\",\"cells\":[{\"cell\":\"a\"}]}]}")
                .json(
                        "POST /v1/deployments/orders/log-level",
                        "{\"deployment\":\"orders\",\"level\":null,\"cells\":[\"a\",\"b\"]}")
                .problem("POST /v1/deployments/nix/log-level", 404, "no cell serves the deployment nix");
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    @Test
    void showsTheLevelInEachCell() {
        List<String> all = nest.nest("log").out().lines().toList();
        assertEquals(4, all.size(), all.toString());
        assertEquals("DEPLOYMENT  CELL  LEVEL", all.get(0));
        assertEquals("orders      b     debug", all.get(2));
        assertEquals("stock       a     -", all.get(3));
        assertEquals(3, nest.nest("log", "orders").out().lines().count());
        assertEquals(
                "{\"deployments\":[{\"deployment\":\"stock\",\"cell\":\"a\",\"level\":\"\"}]}\n",
                nest.nest("log", "stock", "--json").out());
    }

    @Test
    void changesTheLevelInAllCells() {
        assertEquals(
                new Result(0, "orders is logged from debug on by a, b, until they restart\n", ""),
                nest.nest("log", "orders", "debug"));
        assertEquals(
                new Result(0, "orders is logged as the settings say by a, b\n", ""),
                nest.nest("log", "orders", "default"));
        assertEquals(
                List.of("POST /v1/deployments/orders/log-level?level=debug", "POST /v1/deployments/orders/log-level"),
                nest.router.lines());
        assertTrue(nest.nest("log", "orders", "debug", "--json").out().contains("\"cells\":[\"a\",\"b\"]"));
    }

    @Test
    void saysWhatIsWrong() {
        RouterClientTest.assertFails(1, "no cell serves the deployment nix (404)", nest.nest("log", "nix", "off"));
        RouterClientTest.assertFails(
                1, "no cell serves nix (nest ls deployments lists what is served)", nest.nest("log", "nix"));
        Result loud = nest.nest("log", "orders", "loud");
        assertEquals(2, loud.code());
        assertTrue(loud.err().contains("loud (expected: trace, debug, info, warn, error, off, default)"), loud.err());
    }
}

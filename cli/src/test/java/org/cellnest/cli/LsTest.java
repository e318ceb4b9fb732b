package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the listings of a nest for people and scripts. */
class LsTest {
    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        Samples.nest(nest.router);
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    @Test
    void showsTheWholeNestOnAPage() {
        Result result = nest.nest("ls");
        assertEquals("""
                router r-1  ready  up 3h  version 0.1.0
                871 req/s  0.3 errors/s  p50 0.84 ms  p99 12.3 ms  5 in flight  1 parked (1.5 KiB)  (rates over 5 s)

                2 cells
                CELL    STATE     LOAD  WAITING  REQ/S  ROUTES  DEPLOYMENTS        LABELS    HEARD   UP
                cell-a  serving  3/256        0     13       3  orders 1.2, demo!  zone=a   312 ms   2h
                cell-b  drained    2/8        1    120       1  demo               -       40.0 ms  30s

                1 gateway
                GATEWAY  STATE    HTTP                   OUTSTANDING  REQ/S  LANES  VERSION   HEARD  UP
                gw-1     serving  http://127.0.0.1:8888      4/16384    133      3  0.1.0    100 ms  2h

                3 routes, the busiest 1 (nest ls routes lists more)
                ID  METHOD  TEMPLATE      DEPLOYMENT  CELLS  REQ/S  ERR/S     MEAN      P99  PARKED
                 7  GET     /orders/{id}  orders          1     13    0.5  1.25 ms  4.50 ms       0

                2 deployments
                DEPLOYMENT  STATE         VERSIONS  CELLS  ROUTES  REASON
                demo        refused by 1  -             2       1  GET /hello is held by orders
                orders      accepted      1.2           1       2  -
                """, result.out());
        assertEquals("", result.err());
        assertEquals(0, result.code());
    }

    @Test
    void showsKeysWhereAPeerHasOne() {
        String keyed = Samples.CELL_A.replace("\"address\"", "\"key\":\"key-of-a\",\"address\"");
        String keyless = Samples.CELL_B.replace("\"address\"", "\"key\":\"\",\"address\"");
        nest.router.json("GET /v1/cells", "{\"cells\":[" + keyless + "," + keyed + "]}");
        assertFalse(nest.nest("ls", "cells").out().contains("KEY"));
        assertEquals("""
                CELL    STATE     LOAD  WAITING  REQ/S  ROUTES  DEPLOYMENTS        LABELS    HEARD   UP  KEY
                cell-a  serving  3/256        0     13       3  orders 1.2, demo!  zone=a   312 ms   2h  key-of-a
                cell-b  drained    2/8        1    120       1  demo               -       40.0 ms  30s  -
                """, nest.nest("ls", "cells").out());
        assertEquals(
                "cell-a\n", nest.nest("ls", "cells", "-q", "key-of-a", "--ids").out());
        nest.router.json("GET /v1/gateways", Samples.GATEWAYS.replace("\"address\"", "\"key\":\"gw-key\",\"address\""));
        assertFalse(nest.nest("ls", "gateways").out().contains("KEY"));
        assertEquals("""
                GATEWAY  STATE    HTTP                   OUTSTANDING  REQ/S  LANES  VERSION   HEARD  UP  KEY
                gw-1     serving  http://127.0.0.1:8888      4/16384    133      3  0.1.0    100 ms  2h  gw-key
                """, nest.nest("ls", "gateways").out());
    }

    @Test
    void showsWhatStandsByWhereAnythingDoes() {
        nest.router.json("GET /v1/deployments", """
                {"deployments":[{"name":"orders","versions":["1.10"],"routes":2,"cells":[
                {"cell":"cell-a","accepted":true,"standby":["orders-1.9.jar"]},
                {"cell":"cell-b","accepted":true,"standby":["orders-1.9.jar","orders-1.8.jar"]},
                {"cell":"cell-c","accepted":true}]}]}""");
        assertFalse(nest.nest("ls", "deployments").out().contains("STANDBY"));
        assertEquals("""
                DEPLOYMENT  STATE     VERSIONS  CELLS  ROUTES  REASON  STANDBY
                orders      accepted  1.10          3       2  -       orders-1.8.jar, orders-1.9.jar
                """, nest.nest("ls", "deployments").out());
    }

    @Test
    void showsWhatFailsAndNeverCallsItAccepted() {
        nest.router.json("GET /v1/deployments", """
                {"deployments":[
                {"name":"bad","versions":[],"routes":0,"cells":[],"failures":[
                {"cell":"cell-a","file":"bad.jar","deployment":"bad","reason":"is no jar","since":"2026-11-25T14:00:00.000Z"}]},
                {"name":"orders","versions":["1"],"routes":2,"cells":[{"cell":"cell-a","accepted":true}],"failures":[
                {"cell":"cell-a","file":"","deployment":"orders","reason":"stuck","since":"2026-11-25T14:00:00.000Z"},
                {"cell":"cell-a","file":"orders.jar","deployment":"orders","reason":"no routes","since":"2026-11-25T14:00:00.000Z"}]},
                {"name":"spin","versions":["1"],"routes":1,"cells":[{"cell":"cell-b","accepted":true}],"failures":[
                {"cell":"cell-b","file":"","deployment":"spin","reason":"stuck","since":"2026-11-25T14:00:00.000Z"}]}]}""");
        assertFalse(nest.nest("ls", "deployments").out().contains("failed"));
        assertEquals("""
                DEPLOYMENT  STATE        VERSIONS  CELLS  ROUTES  REASON
                bad         failed       -             0       0  bad.jar on cell-a for 2h: is no jar
                orders      file failed  1             1       2  orders.jar on cell-a for 2h: no routes (and 1 more)
                spin        degraded     1             1       1  on cell-b for 2h: stuck
                """, nest.nest("ls", "deployments").out());
        assertEquals(
                "bad\norders\n",
                nest.nest("ls", "deployments", "--cell", "cell-a", "--ids").out());
    }

    @Test
    void cutsWhatMayBeCutToTheWindow() {
        nest.terminal = new TerminalSize(80, 24);
        nest.environment.put("NO_COLOR", "1");
        Result result = nest.nest("ls", "cells");
        assertEquals("""
                CELL    STATE     LOAD  WAITING  REQ/S  ROUTES  DEPLOYMEN…  LABELS    HEARD   UP
                cell-a  serving  3/256        0     13       3  orders 1.…  zone=a   312 ms   2h
                cell-b  drained    2/8        1    120       1  demo        -       40.0 ms  30s
                """, result.out());
    }

    @Test
    void isColouredForATerminalAlone() {
        assertFalse(nest.nest("ls", "cells").out().contains("\u001b"));
        nest.terminal = new TerminalSize(200, 24);
        assertTrue(nest.nest("ls", "cells").out().contains("\u001b[32mserving\u001b[0m"));
        nest.environment.put("TERM", "dumb");
        assertFalse(nest.nest("ls", "cells").out().contains("\u001b"));
        nest.environment.remove("TERM");
        nest.environment.put("NO_COLOR", "1");
        assertFalse(nest.nest("ls", "cells").out().contains("\u001b"));
    }

    @Test
    void writesAsciiWhereTheLocaleKnowsNoMore() {
        nest.terminal = new TerminalSize(80, 24);
        nest.environment.put("LC_ALL", "C");
        assertTrue(nest.nest("ls", "cells").out().contains("DEPLOYMEN~"));
    }

    @Test
    void passesOnWhatTheRouterWroteAsOneDocument() throws IOException {
        Result cells = nest.nest("ls", "cells", "--json");
        assertEquals(1, cells.out().lines().count());
        JsonNode document = Json.read(cells.out());
        assertEquals(Json.read(Samples.CELL_A), document.path("cells").path(0));
        assertEquals(2, document.path("total").asInt());
        JsonNode all = Json.read(nest.nest("ls", "--json").out());
        assertEquals(Json.read(Samples.NEST), all.path("nest"));
        assertEquals("gw-1", all.path("gateways").path(0).path("id").asText());
        assertEquals(2, all.path("deployments").size());
    }

    @Test
    void findsByWordsDeploymentAndCell() {
        assertEquals(
                "cell-a\n",
                nest.nest("ls", "cells", "-q", "ZONE=a orders", "--ids").out());
        assertEquals(
                "", nest.nest("ls", "cells", "-q", "zone=a drained", "--ids").out());
        assertEquals(
                "cell-a\n",
                nest.nest("ls", "cells", "--deployment", "orders", "--ids").out());
        assertEquals(
                "demo\n",
                nest.nest("ls", "deployments", "--cell", "cell-b", "--ids").out());
    }

    @Test
    void sortsAndStopsAtALimit() {
        assertEquals(
                "cell-b\ncell-a\n",
                nest.nest("ls", "cells", "--sort", "rate", "--ids").out());
        Result first = nest.nest("ls", "cells", "--sort", "load", "--limit", "1", "--ids");
        assertEquals("cell-b\n", first.out());
        Result table = nest.nest("ls", "cells", "--limit", "1");
        assertEquals("1 of 2 cells; --limit N or --all shows more\n", table.err());
    }

    @Test
    void leavesFindingAndSortingOfRoutesToTheRouter() {
        Result result =
                nest.nest("ls", "routes", "-q", "a&b c", "--deployment", "orders", "--cell", "cell-a", "--sort", "p99");
        assertEquals(
                List.of("GET /v1/routes?limit=100&sort=p99&q=a%26b%20c&deployment=orders&cell=cell-a"),
                nest.router.lines());
        assertEquals("1 of 3 routes; --limit N or --all shows more\n", result.err());
    }

    @Test
    void pagesThroughAllRoutes() throws IOException {
        NestFixture large = new NestFixture();
        try (large) {
            large.router
                    .json("GET /v1/routes", "{\"routes\":[" + Samples.ROUTE + "],\"total\":2,\"next\":\"c/1\"}")
                    .json("GET /v1/routes", "{\"routes\":[" + Samples.ROUTE + "],\"total\":2,\"next\":null}");
            Result result = large.nest("ls", "routes", "--all", "--json");
            assertEquals(2, Json.read(result.out()).path("routes").size());
            assertEquals(
                    List.of(
                            "GET /v1/routes?limit=5000&sort=template",
                            "GET /v1/routes?limit=5000&sort=template&after=c%2F1"),
                    large.router.lines());
        }
    }

    @Test
    void letsNoNamePlayTricksOnTheTerminal() throws IOException {
        try (NestFixture hostile = new NestFixture()) {
            hostile.router.json(
                    "GET /v1/cells", "{\"cells\":[{\"id\":\"a\\u001b[2Jb\\nc\\u202ed\",\"state\":\"serving\"}]}");
            Result result = hostile.nest("ls", "cells");
            assertTrue(result.out().contains("a\\u001b[2Jb\\nc\\u202ed  serving"), result.out());
            assertEquals(2, result.out().lines().count());
            String json = hostile.nest("ls", "cells", "--json").out();
            assertTrue(json.contains("a\\u001B[2Jb\\nc\\u202ed"), json);
            assertEquals(1, json.lines().count());
        }
    }

    @Test
    void toleratesADocumentOfAnotherVersion() throws IOException {
        try (NestFixture other = new NestFixture()) {
            other.router.json("GET /v1/cells", "{\"cells\":[{\"id\":\"a\",\"labels\":null,\"new\":{}}],\"x\":1}");
            assertEquals(0, other.nest("ls", "cells").code());
        }
    }

    @Test
    void saysWhatAnOptionExpects() {
        assertUsage("--sort size (expected for cells: id, rate, load, since)", "ls", "cells", "--sort", "size");
        assertUsage("--limit 0 (expected: 1 or more)", "ls", "cells", "--limit", "0");
        assertUsage("--limit and --all (expected: one of them)", "ls", "routes", "--limit", "3", "--all");
        assertUsage("--cell x (gateways are of no cell; expected: another kind)", "ls", "gateways", "--cell", "x");
        assertUsage("--query, --ids (expected: a kind before it, such as nest ls routes)", "ls", "-q", "x", "--ids");
        assertUsage(
                "Invalid value for positional parameter at index 0 (KIND): eggs (expected: cells, gateways, routes,"
                        + " deployments) (nest ls --help lists the options)",
                "ls",
                "eggs");
        assertTrue(nest.router.lines().isEmpty());
    }

    private void assertUsage(String complaint, String... arguments) {
        Result result = nest.nest(arguments);
        assertEquals("nest: " + complaint + "\n", result.err());
        assertEquals("", result.out());
        assertEquals(2, result.code());
    }
}

package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the router's explanation of a request, and the details of single objects. */
class ExplainTest {
    private static final String MATCH = """
            {"method":"GET","path":"/orders/7","outcome":"match","status":null,"allow":[],"route":%s,
             "variables":{"id":"7"},"idempotent":true,"timeoutMs":30000,"near":[],
             "candidates":[{"cell":"cell-a","state":"serving","weight":100,"concurrency":256,"inFlight":3,
               "eligible":true,"reason":"least in flight"},
              {"cell":"cell-b","state":"drained","weight":100,"concurrency":8,"inFlight":2,"eligible":false,
               "reason":"drained by an operator"}],
             "pick":"cell-a","summary":"GET /orders/7 goes to /orders/{id} of orders, now to cell-a."}""".formatted(Samples.ROUTE);

    private static final String NOT_FOUND = """
            {"method":"GET","path":"/order/7","outcome":"not-found","status":404,"allow":[],"route":null,"variables":{},
             "near":[{"method":"GET","template":"/orders/{id}","deployment":"orders","reason":"orders, not order"}],
             "candidates":[],"pick":null,"summary":"No route matches /order/7."}""";

    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    @Test
    void showsTheRouteAndWhoWouldTakeIt() {
        nest.router.json("GET /v1/explain", MATCH);
        Result result = nest.nest("explain", "/orders/7?a=b&c");
        assertEquals("""
                GET /orders/7 goes to /orders/{id} of orders, now to cell-a.

                route        7
                method       GET
                template     /orders/{id}
                description  One order.
                deployment   orders
                cells        cell-a
                timeout      30.00 s
                idempotent   by method
                requests     2xx: 90  4xx: 10
                req/s        13
                errors/s     0.5
                mean         1.25 ms
                p99          4.50 ms
                parked       0
                variables    id=7
                deadline     30.00 s
                repeatable   yes

                   CELL    STATE     LOAD  WEIGHT  REASON
                >  cell-a  serving  3/256     100  least in flight
                   cell-b  drained    2/8     100  drained by an operator
                """, result.out());
        assertEquals(0, result.code());
        assertEquals(List.of("GET /v1/explain?method=GET&path=%2Forders%2F7%3Fa%3Db%26c"), nest.router.lines());
    }

    @Test
    void listsWhatDoesNotServe() {
        nest.router.json("GET /v1/explain", NOT_FOUND.replace("\"candidates\":[]", """
                "failures":[{"cell":"cell-a","file":"bad.jar","deployment":"bad","reason":"is no jar","since":"2026-11-25T14:00:00.000Z"}],
                "candidates":[]"""));
        String out = nest.nest("explain", "/order/7").out();
        assertTrue(out.endsWith("""

                does not serve
                FILE     DEPLOYMENT  CELL    FOR  REASON
                bad.jar  bad         cell-a  2h   is no jar
                """), out);
    }

    @Test
    void endsWith1WhereNothingMatches() {
        nest.router.json("GET /v1/explain", NOT_FOUND);
        Result result = nest.nest("explain", "get", "/order/7");
        assertEquals("""
                No route matches /order/7.

                near it
                METHOD  TEMPLATE      DEPLOYMENT  REASON
                GET     /orders/{id}  orders      orders, not order
                """, result.out());
        assertEquals("", result.err());
        assertEquals(1, result.code());
    }

    @Test
    void passesOnTheDocument() throws IOException {
        nest.router.json("GET /v1/explain", NOT_FOUND);
        Result result = nest.nest("explain", "DELETE", "/order/7", "--json");
        assertEquals(Json.read(NOT_FOUND), Json.read(result.out()));
        assertEquals(1, result.code());
    }

    @Test
    void refusesAMethodThatIsNone() {
        RouterClientTest.assertFails(
                2, "/a (expected: a method such as GET, then a path)", nest.nest("explain", "/a", "/b"));
    }

    @Test
    void showsAllOfACell() {
        nest.router.json(
                "GET /v1/cells/cell-a",
                Samples.CELL_A.substring(0, Samples.CELL_A.length() - 1)
                        + ",\"deploymentDetails\":[{\"name\":\"orders\",\"version\":\"1.2\",\"jar\":\"orders.jar\"}],"
                        + "\"failures\":[{\"file\":\"x.jar\",\"reason\":\"no zip\"}],\"counters\":{\"started\":9},"
                        + "\"routeList\":[{\"id\":7,\"method\":\"GET\",\"template\":\"/orders/{id}\"}]}");
        assertEquals("""
                cell         cell-a
                state        serving
                since        2026-11-25T14:00:00.000Z (2h)
                address      127.0.0.1:5001
                labels       zone=a
                weight       100
                load         3 in flight of 256
                running      3
                waiting      0
                oldest       12.0 ms
                heard        312 ms
                req/s        13
                requests     100
                routes       3
                incarnation  a1
                session      7

                deployments
                NAME    VERSION  JAR
                orders  1.2      orders.jar

                failures
                FILE   REASON
                x.jar  no zip

                routes
                ID  METHOD  TEMPLATE
                7   GET     /orders/{id}

                counters
                started  9
                """, nest.nest("show", "cell", "cell-a").out());
    }

    @Test
    void showsTheKeyOfAPeerThatHasOne() {
        String key = "\"key\":\"key-of-it\",\"address\"";
        nest.router.json("GET /v1/cells/cell-a", Samples.CELL_A.replace("\"address\"", key));
        String cell = nest.nest("show", "cell", "cell-a").out();
        assertTrue(cell.contains("\nkey          key-of-it\n"), cell);
        String one = Samples.GATEWAYS.substring(Samples.GATEWAYS.indexOf('[') + 1, Samples.GATEWAYS.indexOf(']'));
        nest.router.json("GET /v1/gateways/gw-1", one.replace("\"address\"", key));
        String gateway = nest.nest("show", "gateway", "gw-1").out();
        assertTrue(gateway.contains("\nkey          key-of-it\n"), gateway);
    }

    @Test
    void showsQuantilesInPlaceOfBuckets() {
        nest.router.json(
                "GET /v1/cells/cell-a",
                Samples.CELL_A.substring(0, Samples.CELL_A.length() - 1)
                        + ",\"counters\":{\"handler.le.14\":3,\"handler.sum\":30000,\"started\":9}}");
        String shown = nest.nest("show", "cell", "cell-a").out();
        assertEquals("""
                counters
                handler  p50 0.01 ms  p99 0.02 ms  mean 0.01 ms  of 3 requests
                started  9
                """, shown.substring(shown.indexOf("counters")));
    }

    @Test
    void findsARouteByItsName() {
        String post = Samples.ROUTE.replace("\"id\":7", "\"id\":8").replace("GET", "POST");
        String other = Samples.ROUTE.replace("\"id\":7", "\"id\":9").replace("{id}", "{id}/items");
        nest.router
                .json(
                        "GET /v1/routes",
                        "{\"routes\":[" + other + "," + Samples.ROUTE + "," + post + "],\"total\":3,\"next\":null}")
                .json("GET /v1/routes/7", Samples.ROUTE)
                .json("GET /v1/routes/9", other);
        assertTrue(nest.nest("show", "route", "get", "/orders/{id}").out().contains("route        7\n"));
        assertTrue(nest.nest("show", "route", "/orders/{id}/items").out().contains("route        9\n"));
        RouterClientTest.assertFails(
                2,
                "/orders/{id} (expected: a method before it, one of GET, POST)",
                nest.nest("show", "route", "/orders/{id}"));
        RouterClientTest.assertFails(
                1,
                "no route is called GET /orders/7 (expected: a method and template that nest ls routes lists; for a path:"
                        + " nest explain GET /orders/7)",
                nest.nest("show", "route", "GET", "/orders/7"));
        RouterClientTest.assertFails(
                2,
                "orders (expected: the template of a route, such as /orders/{id})",
                nest.nest("show", "route", "GET", "orders"));
        RouterClientTest.assertFails(2, "b after cell a (expected: one id)", nest.nest("show", "cell", "a", "b"));
    }

    @Test
    void showsWhatARouteTakes() {
        nest.router.json(
                "GET /v1/routes/7",
                Samples.ROUTE.substring(0, Samples.ROUTE.length() - 1)
                        + ",\"parameters\":[{\"name\":\"id\",\"in\":\"path\",\"type\":\"int\",\"required\":true}],"
                        + "\"response\":{\"type\":\"object\"}}");
        String shown = nest.nest("show", "route", "7").out();
        assertEquals("""
                parameters
                NAME  IN    TYPE  REQUIRED
                id    path  int   true

                response (JSON Schema)
                {
                  "type" : "object"
                }
                """, shown.substring(shown.indexOf("parameters")));
        nest.router.problem("GET /v1/gateways/x", 404, "gateway 'x' is unknown");
        RouterClientTest.assertFails(1, "gateway 'x' is unknown (404)", nest.nest("show", "gateway", "x"));
    }
}

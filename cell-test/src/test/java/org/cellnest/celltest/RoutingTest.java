package org.cellnest.celltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the choice of the route, and the answers where no route matches. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutingTest {
    public static final class Paths {
        @Route("/a/b")
        public String literal() {
            return "literal";
        }

        @Route("/a/{n:\\d+}")
        public String constrained(int n) {
            return "constrained";
        }

        @Route("/a/{x}")
        public String variable(String x) {
            return "variable " + x;
        }

        @Route(value = "/{x}/b", methods = "PUT")
        public String put(String x) {
            return "put";
        }

        @Route(value = "/{rest...}", methods = "POST")
        public String rest(String rest) {
            return "rest " + rest;
        }

        @Route(
                value = "/head",
                methods = {"GET", "HEAD"})
        public String head(org.cellnest.cell.Request request) {
            return request.method();
        }

        @Route(value = "/large", methods = "HEAD")
        public Response large(Optional<Long> length) {
            return length.map(l -> Response.ok().header("content-length", l.toString()))
                    .orElse(Response.ok());
        }

        @Route(value = "/options", methods = "OPTIONS")
        public String options() {
            return "mine";
        }

        @Route(value = "/secret", inner = true)
        public String secret() {
            return "inner";
        }

        @Route(value = "/half", inner = true)
        public String half() {
            return "inner half";
        }

        @Route(value = "/half", methods = "PUT")
        public String otherHalf() {
            return "outer half";
        }
    }

    private final CellTest cell = CellTest.of(Paths.class);

    @AfterAll
    void closeTheCell() {
        cell.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /a/b, literal",
        "GET, /a/%62, literal",
        "GET, /a/12, constrained",
        "GET, /a/1%C3%A9, variable 1é",
        "PUT, /a/b, put",
        "POST, /a/b, rest a/b",
        "POST, /, 'rest '",
        "POST, /a//b/, rest a//b/",
        "OPTIONS, /options, mine"
    })
    void findsTheMostSpecificThatAnswersTheMethod(String method, String target, String answer) {
        assertEquals(answer, cell.request(method, target).send().text());
    }

    @Test
    void answersWhatNoRouteDoes() {
        CellResponse nowhere = cell.get("/nowhere/at/all");
        // POST /{rest...} matches every path.
        assertEquals(405, nowhere.status());
        assertEquals(Optional.of("OPTIONS, POST"), nowhere.header("allow"));
        assertEquals("GET is not answered at /nowhere/at/all (allowed: OPTIONS, POST)", nowhere.detail());

        CellResponse wrong = cell.delete("/a/b");
        assertEquals(405, wrong.status());
        assertEquals(Optional.of("GET, HEAD, OPTIONS, POST, PUT"), wrong.header("allow"));
        assertEquals(Optional.of("application/problem+json"), wrong.header("content-type"));

        CellResponse options = cell.options("/a/b");
        assertEquals(204, options.status());
        assertEquals(Optional.of("GET, HEAD, OPTIONS, POST, PUT"), options.header("allow"));
        assertEquals("", options.text());
        assertEquals(Optional.empty(), options.failure());
    }

    @Test
    void isFoundNowhereWhereNothingMatches() {
        try (CellTest small = CellTest.of(Small.class)) {
            CellResponse missing = small.get("/other");
            assertEquals(404, missing.status());
            assertEquals("no route matches /other", missing.detail());
            assertEquals(404, small.get("/only/").status());
            assertEquals(404, small.get("//only").status());
            assertEquals(404, small.options("/other").status());
        }
    }

    public static final class Small {
        @Route("/only")
        public String only() {
            return "only";
        }
    }

    @Test
    void headIsGetWithoutItsBody() {
        CellResponse head = cell.head("/a/b");
        assertEquals(200, head.status());
        assertEquals("", head.text());
        assertEquals(Optional.of("7"), head.header("content-length"));
        assertEquals(Optional.of("text/plain;charset=utf-8"), head.header("content-type"));
        assertEquals(Optional.of("4"), cell.head("/head").header("content-length"));
        assertEquals(Optional.empty(), cell.head("/large").header("content-length"));
        assertEquals(
                Optional.of("98765432100"),
                cell.head("/large?length=98765432100").header("content-length"));
        CellResponse missing = cell.head("/half");
        assertEquals(405, missing.status());
        assertEquals("", missing.text());
    }

    @Test
    void innerRoutesExistForOtherCellsAlone() {
        assertEquals(405, cell.get("/secret").status());
        assertEquals(Optional.of("OPTIONS, POST"), cell.options("/secret").header("allow"));
        CellResponse half = cell.get("/half");
        assertEquals(405, half.status());
        assertEquals(Optional.of("OPTIONS, POST, PUT"), half.header("allow"));

        assertEquals("inner", cell.request("GET", "/secret").fromCell().send().text());
        assertEquals(
                "inner half", cell.request("GET", "/half").fromCell().send().text());
        assertEquals(
                "outer half", cell.request("PUT", "/half").fromCell().send().text());
        assertEquals(
                Optional.of("GET, HEAD, OPTIONS, POST, PUT"),
                cell.request("DELETE", "/half").fromCell().send().header("allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "", "/a/../b", "/%2e%2e/a", "/a%2fb", "/%", "/%00", "/a b", "/é", "/%ff", "*"})
    void refusesPathsThatAGatewayRefuses(String target) {
        CellResponse refused = cell.get(target);
        assertEquals(400, refused.status(), refused::toString);
        assertFalse(refused.detail().isEmpty());
        assertEquals(
                refused.header("x-request-id").orElseThrow(),
                refused.json(java.util.Map.class).get("requestId"));
    }

    @ParameterizedTest
    @CsvSource({"G T, 501", "'', 501", "CONNECT, 501", "TRACE, 501", "get, 405", "BREW, 405"})
    void judgesMethodsAsANestDoes(String method, int status) {
        assertEquals(status, cell.request(method, "/a/b").send().status());
    }
}

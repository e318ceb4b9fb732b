package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParamsTest {
    @Test
    void decodesQueries() {
        Params params = Params.ofQuery("a=1&b=x+y&a=2&&c&d=%C3%A9%F0%9F%90%9D&%61e=f=g&u=\u00e9");
        assertEquals(List.of("1", "2"), params.all("a"));
        assertEquals(Optional.of("x y"), params.first("b"));
        assertEquals(Optional.of(""), params.first("c"));
        assertEquals(Optional.of("\u00e9\uD83D\uDC1D"), params.first("d"));
        assertEquals(Optional.of("f=g"), params.first("ae"));
        assertEquals(Optional.of("\u00e9"), params.first("u"));
        assertEquals(Optional.empty(), params.first("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%zz",
                "a=%C3",
                "a=%C0%AF",
                "%ED%A0%80=1",
                "a=%+1",
                "a=%F8%88%80%80%80",
                "a=%\u0664\u0664"
            })
    void refusesBadEscapes(String raw) {
        Problem problem = assertThrows(Problem.class, () -> Params.ofQuery(raw));
        assertEquals(400, problem.status());
        assertTrue(problem.detail().contains("expected"), problem.detail());
    }

    @Test
    void refusesTooManyPairs() {
        assertEquals(1, Params.ofQuery("a&".repeat(Params.MAX_PAIRS)).names().size());
        assertThrows(Problem.class, () -> Params.ofQuery("a&".repeat(Params.MAX_PAIRS + 1)));
        assertThrows(Problem.class, () -> Params.ofCookies(List.of("a=b;".repeat(Params.MAX_PAIRS + 1))));
    }

    @Test
    void readsCookiesLeniently() {
        Params cookies = Params.ofCookies(List.of("a=1; b=\"q\";; bare; =x; c=d=e", "a=2"));
        assertEquals(List.of("1", "2"), cookies.all("a"));
        assertEquals(Optional.of("q"), cookies.first("b"));
        assertEquals(Optional.of("d=e"), cookies.first("c"));
        assertEquals(3, cookies.names().size());
    }
}

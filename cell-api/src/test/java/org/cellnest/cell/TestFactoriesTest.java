package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestFactoriesTest {
    @Test
    void requestsSayWhatTheyWereGiven() {
        Request request = Request.of("POST", "/a/7")
                .query("q=1&q=2")
                .pathVariable("id", "7")
                .cookie("c", "v")
                .body(Content.of("text/plain; charset=\"iso-8859-1\"", "\u00e9".getBytes(StandardCharsets.ISO_8859_1)))
                .build();
        assertEquals(Optional.of("1"), request.param("q"));
        assertEquals(List.of("1", "2"), request.params("q"));
        assertEquals(Optional.of("7"), request.pathVariable("id"));
        assertEquals(Optional.of("v"), request.cookie("c"));
        assertEquals("\u00e9", request.body().text());
        assertEquals(Optional.of("text/plain; charset=\"iso-8859-1\""), request.header("Content-Type"));
    }

    @Test
    void unknownCharsetsAre415() {
        Content content = Content.of("text/plain;charset=klingon", "x");
        assertEquals(415, assertThrows(Problem.class, content::text).status());
    }

    @Test
    void contextsRunHooksInOrderAndBackwards() throws Exception {
        List<String> ran = new ArrayList<>();
        TestCellContext context = CellContext.forTests("orders");
        context.onStart(() -> ran.add("start 1")).onStart(() -> ran.add("start 2"));
        context.onClose(() -> ran.add("close 1")).onClose(() -> {
            throw new java.io.IOException("gone");
        });
        context.onClose(() -> ran.add("close 3"));
        context.start();
        IllegalStateException thrown = assertThrows(IllegalStateException.class, context::close);
        assertEquals("java.io.IOException: gone", String.valueOf(thrown.getCause()));
        assertEquals(List.of("start 1", "start 2", "close 3", "close 1"), ran);
    }

    @Test
    void contextsProvideEachTypeOnce() {
        TestCellContext context = CellContext.forTests("orders").provide(CharSequence.class, "x");
        assertEquals(Optional.of("x"), context.provided(CharSequence.class));
        assertEquals(Optional.empty(), context.provided(String.class));
        assertThrows(IllegalStateException.class, () -> context.provide(CharSequence.class, "y"));
    }

    @Test
    void contextsReturnTheFiltersOfATemplateInOrder() throws Exception {
        TestCellContext context = CellContext.forTests("orders")
                .filter("/a", (request, next) -> "<" + next.proceed())
                .filter("/b", (request, next) -> "b")
                .filter("/a", (request, next) -> request.path());
        List<Filter> filters = context.filters("/a");
        Request request = Request.of("GET", "/a").build();
        assertEquals("</a", filters.get(0).around(request, () -> filters.get(1).around(request, () -> "unused")));
        assertEquals(2, filters.size());
        assertEquals(List.of(), context.filters("/c"));
    }
}

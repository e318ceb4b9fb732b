package org.cellnest.runtime.handler;

import static org.cellnest.runtime.handler.Cells.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.runtime.handler.Cells.Answer;
import org.junit.jupiter.api.Test;

/** Tests conditional requests for answers that are no files. */
class ConditionalResultsTest {
    private static final AtomicInteger CLOSED = new AtomicInteger();
    private static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";

    public static class Cell {
        @Route(
                value = "/tagged",
                methods = {"GET", "HEAD", "POST"})
        public Response tagged() {
            return Response.text("seven").etag("\"7\"").header("cache-control", "no-cache");
        }

        @Route("/dated")
        public CompletionStage<Response> dated() {
            return CompletableFuture.completedFuture(Response.ok(7).header("last-modified", DATE));
        }

        @Route("/malformed")
        public Response malformed() {
            return Response.text("x").header("etag", "7");
        }

        @Route("/missing")
        public Response missing() {
            return Response.status(404).etag("\"7\"");
        }

        @Route("/stream")
        public Response stream() {
            return Response.ok(new ByteArrayInputStream(new byte[1]) {
                        @Override
                        public void close() {
                            CLOSED.incrementAndGet();
                        }
                    })
                    .etag("W/\"7\"");
        }
    }

    private final HandlerTable table = table();

    private static HandlerTable table() {
        try {
            return Cells.table(Cell.class);
        } catch (InvalidCellException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answers304ToWhoeverHasTheVersion() {
        Answer answer = call(table, "GET", "/tagged", "if-none-match", "\"6\", \"7\"");
        assertEquals(304, answer.status());
        assertEquals("", answer.text());
        assertEquals("\"7\"", answer.header("etag"));
        assertEquals("no-cache", answer.header("cache-control"));
        assertEquals("", answer.header("content-type"));
        assertEquals(
                304, call(table, "HEAD", "/tagged", "if-none-match", "\"7\"").status());
        assertEquals(
                200, call(table, "GET", "/tagged", "if-none-match", "\"8\"").status());
        assertEquals(
                304, call(table, "GET", "/dated", "if-modified-since", DATE).status());
        assertEquals("7", call(table, "GET", "/dated").text());
    }

    @Test
    void answers412ToWhoeverRequiresAnotherVersion() {
        Answer answer = call(table, "GET", "/tagged", "if-match", "\"8\"");
        assertEquals(412, answer.status());
        assertEquals("application/problem+json", answer.header("content-type"));
        assertEquals(200, call(table, "GET", "/tagged", "if-match", "\"7\"").status());
    }

    @Test
    void evaluatesNothingAfterAnActionOrAFailure() {
        assertEquals(200, call(table, "POST", "/tagged", "if-match", "\"8\"").status());
        assertEquals(
                200, call(table, "POST", "/tagged", "if-none-match", "\"7\"").status());
        assertEquals(
                404, call(table, "GET", "/missing", "if-none-match", "\"7\"").status());
        assertEquals(200, call(table, "GET", "/malformed", "if-none-match", "7").status());
    }

    @Test
    void answersNoRangesOfOtherThanFiles() {
        Answer answer = call(table, "GET", "/tagged", "range", "bytes=0-1");
        assertEquals(200, answer.status());
        assertEquals("seven", answer.text());
        assertEquals("", answer.header("accept-ranges"));
    }

    @Test
    void closesStreamsThatAreNotSent() {
        assertEquals(
                304, call(table, "GET", "/stream", "if-none-match", "\"7\"").status());
        assertEquals(1, CLOSED.get());
        assertFalse(call(table, "GET", "/stream").content().body().isEmpty());
        assertEquals(2, CLOSED.get());
    }
}

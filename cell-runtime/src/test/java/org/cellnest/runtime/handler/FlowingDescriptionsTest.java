package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;
import java.util.concurrent.Flow;
import org.cellnest.cell.Body;
import org.cellnest.cell.Route;
import org.cellnest.cell.Upload;
import org.cellnest.cell.Writing;
import org.junit.jupiter.api.Test;

/** Tests the descriptions of bodies that flow, and the refusals of declarations. */
class FlowingDescriptionsTest {
    public static class Cell {
        @Route(value = "/stream", methods = "PUT")
        public InputStream stream(@Body InputStream in) {
            return in;
        }

        @Route(value = "/channel", methods = "PUT")
        public ReadableByteChannel channel(@Body ReadableByteChannel in) {
            return in;
        }

        @Route(value = "/upload", methods = "PUT")
        public Writing upload(Upload upload) {
            return out -> {};
        }

        @Route(value = "/publisher", methods = "PUT")
        public Flow.Publisher<ByteBuffer> publisher(@Body Flow.Publisher<ByteBuffer> in) {
            return in;
        }
    }

    public static class Lines {
        @Route("/lines")
        public Flow.Publisher<Map<String, Integer>> lines() {
            throw new UnsupportedOperationException();
        }

        @Route("/texts")
        public Flow.Publisher<String> texts() {
            throw new UnsupportedOperationException();
        }
    }

    public static class Foreign {
        @Route(value = "/", methods = "PUT")
        public void put(@Body Flow.Publisher<String> in) {}
    }

    public static class Negative {
        @Route(value = "/", methods = "PUT")
        public void put(@Body(max = -1) String in) {}
    }

    public static class Excessive {
        @Route(value = "/", methods = "PUT")
        public void put(@Body(max = 1L << 40) String in) {}
    }

    @Test
    void bodiesAreBytes() throws Exception {
        for (HandlerMethod method : Cells.table(Cell.class).methods()) {
            assertEquals(1, method.parameters().size(), method::name);
            Map<String, String> body = method.parameters().get(0);
            assertEquals("body", body.get("in"), method::name);
            assertEquals("bytes", body.get("type"), method::name);
            assertEquals("application/octet-stream", method.routeInfo("d", 1).produces(), method::name);
        }
    }

    @Test
    void publishersAreLinesOrTexts() throws Exception {
        for (HandlerMethod method : Cells.table(Lines.class).methods()) {
            boolean texts = method.template().toString().equals("/texts");
            assertEquals(
                    texts ? "text/plain;charset=utf-8" : "application/x-ndjson",
                    method.routeInfo("d", 1).produces());
        }
    }

    @Test
    void wrongDeclarationsFailTheDeployment() {
        assertTrue(message(Foreign.class).contains("(expected: Flow.Publisher<ByteBuffer>)"));
        assertTrue(message(Negative.class).contains("max -1 (expected: at least 0)"));
        assertTrue(message(Excessive.class).contains("max 1099511627776 (expected: at most 1073741824"));
    }

    private static String message(Class<?> cell) {
        return String.valueOf(assertThrows(InvalidCellException.class, () -> Cells.table(cell))
                .getMessage());
    }
}

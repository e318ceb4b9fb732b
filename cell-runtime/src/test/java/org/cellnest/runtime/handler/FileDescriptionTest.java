package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Answers;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.protocol.RouteInfo;
import org.junit.jupiter.api.Test;

/** Tests the description of routes that answer with files: content of some type, without a schema. */
class FileDescriptionTest {
    public static final class Cell {
        @Route("/file")
        public CompletionStage<Path> file() {
            return CompletableFuture.completedFuture(Path.of(""));
        }

        @Route(value = "/pdf", produces = "application/pdf")
        public Optional<Path> pdf() {
            return Optional.empty();
        }

        @Route("/declared")
        @Answers(status = 200, type = Path.class, description = "The picture")
        @Answers(status = 304)
        public Response declared() {
            return Response.file(Path.of(""));
        }
    }

    private static RouteInfo info(String path) throws InvalidCellException {
        return Cells.find(Cells.table(Cell.class), "GET", path).routeInfo("d", 1);
    }

    @Test
    void describesContentWithoutASchema() throws InvalidCellException {
        assertEquals("*/*", info("/file").produces());
        assertNull(info("/file").response());
        assertEquals("application/pdf", info("/pdf").produces());
        assertEquals("{\"x-cellnest-optional\":true}", info("/pdf").response());
        assertEquals(
                "{\"x-cellnest-responses\":[{\"status\":200,\"description\":\"The picture\",\"produces\":\"*/*\"},"
                        + "{\"status\":304}]}",
                info("/declared").response());
    }
}

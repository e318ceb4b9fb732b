package org.cellnest.bench.cell;

import java.io.IOException;
import java.io.InputStream;
import org.cellnest.cell.Body;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Contains the handlers of large bodies for a cell. They read and write pieces of the same size as other contestants. */
public final class BulkCell {
    /** The size of a piece of a body, in bytes. */
    public static final int PIECE_BYTES = 64 << 10;

    private final byte[] piece = new byte[PIECE_BYTES];

    /** Returns a body of this length. */
    @Route("/api/download/{bytes}")
    public Response download(long bytes) {
        return Response.stream("application/octet-stream", out -> {
                    for (long left = bytes; left > 0; left -= PIECE_BYTES) {
                        out.write(piece, 0, (int) Math.min(PIECE_BYTES, left));
                    }
                })
                .length(bytes);
    }

    /** Reads a body and returns its length. */
    @Route(value = "/api/upload", methods = "PUT")
    public String upload(@Body InputStream body) throws IOException {
        byte[] buffer = new byte[PIECE_BYTES];
        long bytes = 0;
        for (int count; (count = body.read(buffer)) >= 0; ) {
            bytes += count;
        }
        return Long.toString(bytes);
    }
}

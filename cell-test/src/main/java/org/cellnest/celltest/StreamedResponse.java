package org.cellnest.celltest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.cellnest.cell.Headers;

/**
 * Holds an answer of which only the head has come: its body is read while the cell writes it. Close it to end the
 * request as a client does that goes away. For one thread.
 */
public final class StreamedResponse implements AutoCloseable {
    private final CellResponse head;
    private final InputStream body;

    StreamedResponse(CellResponse head, InputStream body) {
        this.head = head;
        this.body = body;
    }

    /** Returns the HTTP status. */
    public int status() {
        return head.status();
    }

    /** Returns the headers, with names in lower case. */
    public Headers headers() {
        return head.headers();
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /**
     * Returns the body; the same stream each time. If the answer breaks off, reading throws a {@link
     * org.cellnest.cell.StreamResetException}.
     */
    public InputStream stream() {
        return body;
    }

    /** Ends the request: the cell can write nothing more of the body. */
    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

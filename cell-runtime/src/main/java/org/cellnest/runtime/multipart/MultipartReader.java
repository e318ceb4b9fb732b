package org.cellnest.runtime.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Parts;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/** Parses a body from a stream, part by part. Preamble and epilogue are skipped. For one thread at a time. */
public final class MultipartReader implements Parts {
    private static final int MAX_PARTS = 1_000;

    private final DelimitedInput input;
    private @Nullable OpenPart current;
    private @Nullable Problem failed;
    private boolean isOver;
    private int count;

    /**
     * Creates a reader, which has not read anything yet.
     *
     * @param contentType the body's, with its boundary
     * @throws Problem with status 400, if the boundary is missing or invalid
     */
    public MultipartReader(String contentType, InputStream body) {
        this.input = new DelimitedInput(body, Boundary.of(contentType).delimiter());
    }

    @Override
    public Optional<PartStream> next() throws IOException {
        return Optional.ofNullable(nextPart());
    }

    /** Returns the next part, or null after the last. After a problem it is thrown again, as no part can follow. */
    @Nullable
    OpenPart nextPart() throws IOException {
        if (failed != null) {
            throw failed;
        }
        if (current != null) {
            current.close();
            current = null;
        }
        if (isOver) {
            return null;
        }
        try {
            current = advance();
        } catch (Problem problem) {
            failed = problem;
            throw problem;
        }
        return current;
    }

    private @Nullable OpenPart advance() throws IOException {
        input.skipPastDelimiter();
        if (PartHeadReader.readsClosing(input)) {
            input.drain();
            isOver = true;
            return null;
        }
        if (++count > MAX_PARTS) {
            throw MultipartErrors.tooLarge("more than " + MAX_PARTS + " parts", "at most " + MAX_PARTS);
        }
        PartHead head = PartHeadReader.read(input);
        input.beginContent();
        return new OpenPart(head, input);
    }
}

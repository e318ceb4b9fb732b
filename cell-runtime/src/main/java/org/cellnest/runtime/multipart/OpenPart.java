package org.cellnest.runtime.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.cellnest.cell.Headers;
import org.cellnest.cell.PartStream;

/** A part whose content is read from the body, until {@link #close}. For one thread at a time. */
final class OpenPart implements PartStream {
    private final PartHead head;
    private final DelimitedInput input;
    private final InputStream stream = new Content();
    private boolean isOver;

    OpenPart(PartHead head, DelimitedInput input) {
        this.head = head;
        this.input = input;
    }

    /** Ends the reading of this part, before the input goes on. */
    void close() {
        isOver = true;
    }

    /** Whether this is the field of a file without a file, if it has no bytes either. */
    boolean hasEmptyFileName() {
        return head.hasFileName() && head.fileName().isEmpty();
    }

    @Override
    public String name() {
        return head.name();
    }

    @Override
    public Optional<String> fileName() {
        return head.fileName();
    }

    @Override
    public Optional<String> type() {
        return head.type();
    }

    @Override
    public Headers headers() {
        return head.headers();
    }

    @Override
    public InputStream stream() {
        requireOpen();
        return stream;
    }

    private void requireOpen() {
        if (isOver) {
            throw new IllegalStateException("part " + MultipartErrors.shown(name())
                    + " is read after the next one was requested (expected: each part before the next)");
        }
    }

    private final class Content extends InputStream {
        private final byte[] one = new byte[1];

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            requireOpen();
            return length == 0 ? 0 : input.read(into, offset, length);
        }
    }
}

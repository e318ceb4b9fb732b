package org.cellnest.runtime.multipart;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.cellnest.cell.FormFile;

/** A file of a form whose bytes are on disk until the request is answered. */
record SpooledFile(String name, Optional<String> fileName, Optional<String> type, Spool.Kept kept) implements FormFile {
    @Override
    public long length() {
        return kept.length();
    }

    @Override
    public InputStream stream() {
        try {
            return new AtEnd(Files.newInputStream(kept.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "part " + MultipartErrors.shown(name)
                            + " cannot be read (expected: reading it before the answer is complete)",
                    e);
        }
    }

    /** Returns name, file name, type and length, but no contents. */
    @Override
    public String toString() {
        return name + fileName.map(f -> " \"" + f + '"').orElse("")
                + type.map(t -> " " + t).orElse("") + ", " + kept.length() + " bytes";
    }

    /** Closes a file at its end, since the stream of a part need not be closed. */
    private static final class AtEnd extends FilterInputStream {
        private boolean ended;

        AtEnd(InputStream file) {
            super(file);
        }

        @Override
        public int read() throws IOException {
            return ended ? -1 : seen(in.read());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return ended ? -1 : seen(in.read(into, offset, length));
        }

        private int seen(int result) throws IOException {
            if (result < 0) {
                ended = true;
                in.close();
            }
            return result;
        }
    }
}

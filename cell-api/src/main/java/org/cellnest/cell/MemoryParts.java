package org.cellnest.cell;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Returns files in memory as parts, with the rules of a body that is read: each part until the next. */
final class MemoryParts implements Parts {
    private final Iterator<FormFile> files;
    private MemoryPart current = new MemoryPart(FormFile.of("", ""));

    MemoryParts(List<FormFile> files) {
        this.files = files.iterator();
    }

    @Override
    public Optional<PartStream> next() {
        current.isOver = true;
        if (!files.hasNext()) {
            return Optional.empty();
        }
        current = new MemoryPart(files.next());
        return Optional.of(current);
    }

    private static final class MemoryPart implements PartStream {
        private final FormFile file;
        private final InputStream stream;
        private boolean isOver;

        MemoryPart(FormFile file) {
            this.file = file;
            InputStream bytes = file.stream();
            this.stream = new InputStream() {
                @Override
                public int read() throws IOException {
                    requireOpen();
                    return bytes.read();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    requireOpen();
                    return bytes.read(into, offset, length);
                }
            };
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public Optional<String> fileName() {
            return file.fileName();
        }

        @Override
        public Optional<String> type() {
            return file.type();
        }

        @Override
        public Headers headers() {
            String fileName =
                    file.fileName().map(f -> "; filename=\"" + f + '"').orElse("");
            Headers headers = Headers.of("content-disposition", "form-data; name=\"" + file.name() + '"' + fileName);
            return type().map(t -> headers.plus("content-type", t)).orElse(headers);
        }

        @Override
        public InputStream stream() {
            requireOpen();
            return stream;
        }

        private void requireOpen() {
            if (isOver) {
                throw new IllegalStateException("part " + name()
                        + " is read after the next one was requested (expected: each part before the next)");
            }
        }
    }
}

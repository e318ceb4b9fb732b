package org.cellnest.cell;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** A file of a form whose bytes are an array, which is never changed. */
final class MemoryFile implements FormFile {
    private final String name;
    private final Optional<String> fileName;
    private final Optional<String> type;
    private final byte[] bytes;

    /** Takes the bytes, which the caller does not change any more. */
    MemoryFile(String name, Optional<String> fileName, Optional<String> type, byte[] bytes) {
        this.name = Objects.requireNonNull(name, "name");
        this.fileName = fileName;
        this.type = type;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> fileName() {
        return fileName;
    }

    @Override
    public Optional<String> type() {
        return type;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    /** Returns name, file name, type and length, but no contents. */
    @Override
    public String toString() {
        return name + fileName.map(f -> " \"" + f + '"').orElse("")
                + type.map(t -> " " + t).orElse("") + ", " + bytes.length + " bytes";
    }
}

package org.cellnest.runtime.handler;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Content;

/** A body that shares the array of its frame. Immutable and thread-safe. */
final class WireContent implements Content {
    private final String type;
    private final String codings;
    private final Slice slice;

    /** @param codings the content codings of the bytes; empty: none */
    WireContent(String type, String codings, Slice slice) {
        this.type = type;
        this.codings = codings;
        this.slice = slice;
    }

    @Override
    public Optional<String> type() {
        return type.isEmpty() ? Optional.empty() : Optional.of(type);
    }

    @Override
    public long length() {
        return slice.length();
    }

    @Override
    public byte[] bytes() {
        return slice.toByteArray();
    }

    @Override
    public String text() {
        if (!codings.isEmpty() && !slice.isEmpty()) {
            throw BindingErrors.coded(codings);
        }
        Charset charset =
                MediaTypes.charset(type).orElseThrow(() -> BindingErrors.charset(type, "a charset that is known here"));
        return new String(slice.array(), slice.offset(), slice.length(), charset);
    }

    @Override
    public InputStream inputStream() {
        return slice.inputStream();
    }
}

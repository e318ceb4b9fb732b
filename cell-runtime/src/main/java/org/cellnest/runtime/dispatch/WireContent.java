package org.cellnest.runtime.dispatch;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.cellnest.cell.Content;
import org.cellnest.cell.Problem;
import org.cellnest.protocol.Slice;

/** A body that lies in the frame it came in. Immutable; any thread. */
final class WireContent implements Content {
    private final String type;
    private final Slice slice;

    WireContent(String type, Slice slice) {
        this.type = type;
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
        Charset charset = MediaTypes.charset(type)
                .orElseThrow(() -> new Problem(
                        415, "content-type: " + Text.shown(type) + " (expected: a charset that is known here)"));
        return new String(slice.array(), slice.offset(), slice.length(), charset);
    }

    @Override
    public InputStream inputStream() {
        return slice.inputStream();
    }
}

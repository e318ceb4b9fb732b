package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Reads the text of settings, which is UTF-8, and refuses what is not rather than guess. Stateless. */
public final class ConfText {
    static final int MAX_BYTES = 1 << 20;

    private ConfText() {}

    /** Reads a stream to its end; a byte order mark is left to HOCON, for which it is white space. */
    public static String read(InputStream in) throws IOException, DeploymentException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new DeploymentException("more than " + MAX_BYTES + " bytes (expected: at most that)");
        }
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(input, text, true);
        if (result.isError()) {
            throw new DeploymentException(
                    "byte 0x%02X in line %d (expected: UTF-8)".formatted(bytes[input.position()], line(text.flip())));
        }
        text.flip();
        // UTF-16 of plain English is UTF-8 too, with a NUL beside each letter.
        int nul = text.toString().indexOf('\0');
        if (nul >= 0) {
            throw new DeploymentException("a NUL character in line " + line(text.subSequence(0, nul))
                    + " (expected: text in UTF-8, not UTF-16)");
        }
        return text.toString();
    }

    private static long line(CharSequence before) {
        return 1 + before.chars().filter(c -> c == '\n').count();
    }
}

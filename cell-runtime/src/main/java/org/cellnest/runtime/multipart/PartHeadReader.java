package org.cellnest.runtime.multipart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the lines outside of contents: the rest of a delimiter's line, and the head of a part. Stateless. */
final class PartHeadReader {
    private static final int MAX_HEAD_BYTES = 8 << 10;
    private static final int MAX_PADDING = 128;

    private PartHeadReader() {}

    /** Reads the rest of a delimiter's line; true if it closes the body. */
    static boolean readsClosing(DelimitedInput input) throws IOException {
        int octet = input.octet();
        boolean closing = octet == '-' && input.octet() == '-';
        if (closing) {
            octet = input.octet();
        }
        for (int padding = 0; octet == ' ' || octet == '\t'; padding++) {
            octet = padding < MAX_PADDING ? input.octet() : 0;
        }
        if (octet < 0 && closing) {
            return true;
        }
        if (octet == '\r') {
            octet = input.octet();
            if (octet == '\n') {
                return closing;
            }
        }
        throw octet < 0
                ? MultipartErrors.cut()
                : MultipartErrors.malformed("other characters after a boundary", "-- or the end of the line, CR LF");
    }

    /** Reads the head of a part and the empty line after it. */
    static PartHead read(DelimitedInput input) throws IOException {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        // A last octet that is no LF exceeds the bound, whatever follows.
        for (int count = 0; count < MAX_HEAD_BYTES - 1; count++) {
            int octet = input.octet();
            if (octet < 0) {
                throw MultipartErrors.cut();
            } else if (octet == '\r') {
                count++;
                requireLineFeed(input.octet());
                if (line.size() == 0) {
                    return PartHead.of(lines);
                }
                lines.add(text(line.toByteArray()));
                line.reset();
            } else if (octet == '\n') {
                throw MultipartErrors.malformed("LF in the head of a part", "CR LF");
            } else {
                line.write(octet);
            }
        }
        throw MultipartErrors.tooLarge(
                "a part with more than " + MAX_HEAD_BYTES + " bytes of headers", "at most " + MAX_HEAD_BYTES);
    }

    private static void requireLineFeed(int octet) {
        if (octet < 0) {
            throw MultipartErrors.cut();
        } else if (octet != '\n') {
            throw MultipartErrors.malformed("CR in the head of a part", "CR LF");
        }
    }

    private static String text(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MultipartErrors.malformed("headers of a part that are not UTF-8", "UTF-8");
        }
    }
}

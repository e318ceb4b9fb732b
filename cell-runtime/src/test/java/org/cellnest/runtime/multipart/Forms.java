package org.cellnest.runtime.multipart;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Problem;

/** Parses bodies that tests write as texts, one character for each octet. */
final class Forms {
    private Forms() {}

    /** A part that was read: its name, and its content with one character for each octet. */
    record ReadPart(String name, String content) {}

    static String part(String name, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n";
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static MultipartReader reader(String boundary, InputStream body) {
        return new MultipartReader("multipart/form-data; boundary=\"" + boundary + '"', body);
    }

    static MultipartReader reader(String body) {
        return reader("b", new ByteArrayInputStream(octets(body)));
    }

    static List<ReadPart> read(MultipartReader reader) {
        try {
            List<ReadPart> parts = new ArrayList<>();
            for (Optional<PartStream> part = reader.next(); part.isPresent(); part = reader.next()) {
                byte[] content = part.get().stream().readAllBytes();
                parts.add(new ReadPart(part.get().name(), new String(content, StandardCharsets.ISO_8859_1)));
            }
            return parts;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<ReadPart> read(String body) {
        return read(reader(body));
    }

    /** The status and the detail of the problem that a body is, or an empty text. */
    static String problem(MultipartReader reader) {
        try {
            List<ReadPart> unused = read(reader);
            return "";
        } catch (Problem e) {
            return e.status() + " " + e.detail();
        }
    }

    static String problem(String body) {
        return problem(reader(body));
    }

    /** A stream whose reads return at most as many octets as the supplier has next. */
    static InputStream inPieces(byte[] body, IntSupplier sizes) {
        return new FilterInputStream(new ByteArrayInputStream(body)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return super.read(into, offset, Math.min(length, sizes.getAsInt()));
            }
        };
    }
}

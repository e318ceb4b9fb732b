package org.cellnest.runtime.multipart;

import static org.cellnest.runtime.multipart.Forms.inPieces;
import static org.cellnest.runtime.multipart.Forms.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellnest.cell.Problem;
import org.cellnest.runtime.multipart.Forms.ReadPart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader, fed in pieces, agrees with a parser that has the whole body as a text. */
class MultipartDifferentialTest {
    private static final int BODIES = 20_000;
    private static final Pattern CLOSING = Pattern.compile("--[ \t]{0,128}(\r\n.*)?", Pattern.DOTALL);
    private static final Pattern LINE_END = Pattern.compile("[ \t]{0,128}\r\n");
    private static final Pattern HEAD =
            Pattern.compile("Content-Disposition: form-data; name=\"([a-z]*)\"(\r\nX: [a-z]*)*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b",
                "--",
                "-b-",
                "b b",
                "0123456789012345678901234567890123456789012345678901234567890123456789",
            })
    void agreesWithAParserOfWholeBodies(String boundary) {
        Random random = new Random(boundary.hashCode());
        int whole = 0;
        int refused = 0;
        for (int i = 0; i < BODIES; i++) {
            String body = body(boundary, random);
            List<ReadPart> expected = reference(boundary, body);
            int most = 1 + random.nextInt(20);
            List<ReadPart> read;
            try {
                read = Forms.read(Forms.reader(boundary, inPieces(octets(body), () -> 1 + random.nextInt(most))));
            } catch (Problem e) {
                read = null;
            }
            assertEquals(expected, read, () -> body.replace("\r", "\\r").replace("\n", "\\n"));
            if (expected == null) {
                refused++;
            } else if (!expected.isEmpty()) {
                whole++;
            }
        }
        assertTrue(whole > BODIES / 20 && refused > BODIES / 20, whole + " read, " + refused + " refused");
    }

    /** Mostly a body that is well formed, with pieces of delimiters in it. */
    private static String body(String boundary, Random random) {
        StringBuilder body = new StringBuilder(random.nextInt(4) == 0 ? noise(boundary, random) + "\r\n" : "");
        int parts = random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            body.append("--")
                    .append(boundary)
                    .append(random.nextInt(5) == 0 ? " \t" : "")
                    .append("\r\n");
            body.append("Content-Disposition: form-data; name=\"")
                    .append((char) ('a' + i))
                    .append('"');
            body.append(random.nextInt(5) == 0 ? "\r\nX: y" : "").append("\r\n\r\n");
            body.append(noise(boundary, random)).append(random.nextInt(20) == 0 ? "" : "\r\n");
        }
        body.append("--").append(boundary).append("--");
        body.append(random.nextInt(3) == 0 ? "\r\n" + noise(boundary, random) : "");
        int length = random.nextInt(10) == 0 ? random.nextInt(body.length() + 1) : body.length();
        return body.substring(0, length);
    }

    private static String noise(String boundary, Random random) {
        String[] pieces = {
            "\r\n",
            "\r",
            "\n",
            "-",
            "--",
            "x",
            "\r\n\r\n",
            "\r\n-",
            "\r\n--",
            boundary.substring(1),
            "\u00ff",
            boundary.substring(0, boundary.length() - 1),
            "\r\n--" + boundary.substring(0, boundary.length() - 1)
        };
        StringBuilder noise = new StringBuilder();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            noise.append(pieces[random.nextInt(pieces.length)]);
        }
        return noise.append(random.nextInt(30) == 0 ? "\r\n--" + boundary : "").toString();
    }

    /** The parts of a body, or null if it is malformed. */
    private static @Nullable List<ReadPart> reference(String boundary, String body) {
        String text = "\r\n" + body;
        String delimiter = "\r\n--" + boundary;
        List<ReadPart> parts = new ArrayList<>();
        int at = text.indexOf(delimiter);
        while (at >= 0) {
            String rest = text.substring(at + delimiter.length());
            if (CLOSING.matcher(rest).matches()) {
                return parts;
            }
            Matcher lineEnd = LINE_END.matcher(rest);
            if (!lineEnd.lookingAt()) {
                return null;
            }
            int headBegin = at + delimiter.length() + lineEnd.end();
            int headEnd = text.indexOf("\r\n\r\n", headBegin);
            Matcher head = HEAD.matcher(headEnd < 0 ? "" : text.substring(headBegin, headEnd));
            if (!head.matches()) {
                return null;
            }
            at = text.indexOf(delimiter, headEnd + 2);
            if (at >= 0) {
                parts.add(new ReadPart(head.group(1), at < headEnd + 4 ? "" : text.substring(headEnd + 4, at)));
            }
        }
        return null;
    }
}

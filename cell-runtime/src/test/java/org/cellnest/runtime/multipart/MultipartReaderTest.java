package org.cellnest.runtime.multipart;

import static org.cellnest.runtime.multipart.Forms.inPieces;
import static org.cellnest.runtime.multipart.Forms.octets;
import static org.cellnest.runtime.multipart.Forms.part;
import static org.cellnest.runtime.multipart.Forms.problem;
import static org.cellnest.runtime.multipart.Forms.read;
import static org.cellnest.runtime.multipart.Forms.reader;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Problem;
import org.cellnest.runtime.multipart.Forms.ReadPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String TRICKY = "preamble\r\n--not\r\n" + part("a", "") + part("b", "\r\n")
            + part("c", "x\r\n--") + part("d", "\r\n-\r\n--a--b\n--b\r--b\r\r\n\r\n")
            + "--b--  \r\nepilogue\r\n--b";
    private static final List<ReadPart> TRICKY_PARTS = List.of(
            new ReadPart("a", ""),
            new ReadPart("b", "\r\n"),
            new ReadPart("c", "x\r\n--"),
            new ReadPart("d", "\r\n-\r\n--a--b\n--b\r--b\r\r\n\r\n"));

    @Test
    void readsPartsBetweenPreambleAndEpilogue() {
        assertEquals(TRICKY_PARTS, read(TRICKY));
    }

    @Test
    void readsTheSamePartsHoweverTheBodyIsSplit() {
        byte[] body = octets(TRICKY);
        for (int split = 1; split < body.length; split++) {
            int first = split;
            AtomicInteger reads = new AtomicInteger();
            InputStream stream = inPieces(body, () -> reads.getAndIncrement() == 0 ? first : Integer.MAX_VALUE);
            assertEquals(TRICKY_PARTS, read(reader("b", stream)), () -> "split at " + first);
        }
        for (int size = 1; size < 80; size++) {
            int piece = size;
            assertEquals(TRICKY_PARTS, read(reader("b", inPieces(body, () -> piece))), () -> "pieces of " + piece);
        }
    }

    @Test
    void findsDelimitersAtEachPlaceOfItsBuffer() {
        for (int length = (8 << 10) - 200; length < (8 << 10) + 20; length++) {
            String content = "x".repeat(length);
            assertEquals(
                    List.of(new ReadPart("a", content), new ReadPart("c", "\r\n--")),
                    read(part("a", content) + part("c", "\r\n--") + "--b--"));
        }
    }

    @Test
    void refusesABodyCutAtAnyPlace() {
        String body = part("a", "one") + part("b", "") + "--b--";
        for (int length = 0; length < body.length(); length++) {
            String cut = body.substring(0, length);
            assertTrue(problem(cut).startsWith("400 multipart body: "), () -> cut + ": " + problem(cut));
        }
        assertEquals("", problem(body));
    }

    @Test
    void readsBodiesWithoutParts() {
        assertEquals(List.of(), read("--b--"));
        assertEquals(List.of(), read("--b--\r\n"));
        assertEquals(List.of(), read("x\r\n--b--"));
    }

    @Test
    void takesTheEmptyLineOfAHeadForTheDelimitersToo() {
        assertEquals(
                List.of(new ReadPart("a", "")), read("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--bx",
                "--b\n",
                "--b\rx",
                "--b-\r\n",
                "--b--x",
                "--b--\n",
                "--b--\r",
                "--b \r \n",
                "x--b--",
                "\n--b--",
                "--B--",
            })
    void refusesWhatIsNoDelimiter(String line) {
        assertTrue(problem(line).startsWith("400 multipart body: "), () -> problem(line));
        String inside = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n" + line;
        assertTrue(problem(inside).startsWith("400 multipart body: "), () -> problem(inside));
    }

    @Test
    void refusesALineThatOnlyBeginsWithTheDelimiter() {
        assertEquals(
                "400 multipart body: other characters after a boundary (expected: -- or the end of the line, CR LF)",
                problem(part("a", "x\r\n--boundary\r\n") + "--b--"));
    }

    @Test
    void skipsWhatWasNotReadOfAPart() throws IOException {
        MultipartReader reader = reader(part("a", "0123456789".repeat(5_000)) + part("c", "rest") + "--b--");
        PartStream first = reader.next().orElseThrow();
        assertEquals('0', first.stream().read());
        assertEquals('1', first.stream().read());
        PartStream second = reader.next().orElseThrow();
        assertEquals("rest", second.text(4));
        assertEquals(-1, second.stream().read());
        assertEquals(Optional.empty(), reader.next());
        assertEquals(Optional.empty(), reader.next());
    }

    @Test
    void refusesToReadAPartAfterTheNextWasRequested() throws IOException {
        MultipartReader reader = reader(part("a", "one") + part("c", "two") + "--b--");
        PartStream first = reader.next().orElseThrow();
        InputStream stream = first.stream();
        PartStream second = reader.next().orElseThrow();
        IllegalStateException thrown = assertThrows(IllegalStateException.class, stream::read);
        assertEquals(
                "part \"a\" is read after the next one was requested (expected: each part before the next)",
                thrown.getMessage());
        assertThrows(IllegalStateException.class, first::stream);
        assertThrows(IllegalStateException.class, () -> first.text(10));
        assertEquals("a", first.name());
        assertEquals("two", second.text(10));
    }

    @Test
    void throwsAProblemAgain() throws IOException {
        MultipartReader reader = reader("--b\r\nX: 1\r\n\r\n\r\n" + part("c", "two") + "--b--");
        Problem thrown = assertThrows(Problem.class, reader::next);
        assertSame(thrown, assertThrows(Problem.class, reader::next));
    }

    @Test
    void boundsTheTextOfAPart() throws IOException {
        PartStream part = reader(part("a", "12345") + "--b--").next().orElseThrow();
        Problem thrown = assertThrows(Problem.class, () -> part.text(4));
        assertEquals("413 a part of more than 4 bytes (expected: at most 4)", thrown.getMessage());
    }

    @Test
    void refusesMoreThanAThousandParts() {
        String one = part("a", "x");
        assertEquals(1_000, read(one.repeat(1_000) + "--b--").size());
        String expected = "413 multipart body: more than 1000 parts (expected: at most 1000)";
        assertEquals(expected, problem(one.repeat(1_001) + "--b--"));
        assertEquals(expected, problem(one.repeat(10_000) + "--b--"));
    }

    @Test
    void refusesMoreThanEightKibibytesOfHeaders() {
        String head = "Content-Disposition: form-data; name=a\r\nX: ";
        int room = (8 << 10) - head.length() - 4;
        assertEquals("", problem("--b\r\n" + head + "x".repeat(room) + "\r\n\r\n\r\n--b--"));
        assertEquals(
                "413 multipart body: a part with more than 8192 bytes of headers (expected: at most 8192)",
                problem("--b\r\n" + head + "x".repeat(room + 1) + "\r\n\r\n\r\n--b--"));
    }

    @Test
    void readsAtMostABufferAhead() throws IOException {
        AtomicLong octets = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                octets.incrementAndGet();
                return '\r';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) '\r');
                octets.addAndGet(length);
                return length;
            }
        };
        InputStream head = new ByteArrayInputStream(octets("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n"));
        MultipartReader reader = reader("b", new SequenceInputStream(Collections.enumeration(List.of(head, endless))));
        InputStream stream = reader.next().orElseThrow().stream();
        stream.skipNBytes(64 << 20);
        assertTrue(octets.get() <= (64 << 20) + (16 << 10), octets::toString);
    }
}

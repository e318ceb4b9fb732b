package org.cellnest.runtime.handler;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;

/**
 * The content of an answer from a file, before any byte of it is read: ranges of the file, with texts between them.
 * {@link #read} and {@link FileSegments} read the bytes of files.
 */
record FileContent(Path file, List<Segment> segments) {
    FileContent {
        segments = List.copyOf(segments);
    }

    /** A piece of the content. */
    sealed interface Segment {
        long length();
    }

    /** A text of the frame around ranges, in ISO-8859-1. */
    record Frame(String text) implements Segment {
        @Override
        public long length() {
            return text.length();
        }
    }

    /** A range of the file. */
    record Part(ByteRange range) implements Segment {
        @Override
        public long length() {
            return range.length();
        }
    }

    static FileContent of(Path file, ByteRange range) {
        return new FileContent(file, List.of(new Part(range)));
    }

    /**
     * Returns ranges as {@code multipart/byteranges} (RFC 9110, section 14.6).
     *
     * @param boundary must not occur in the file
     * @param type the content type of the file
     */
    static FileContent multipart(Path file, List<ByteRange> ranges, String boundary, String type, long fileBytes) {
        List<Segment> segments = new ArrayList<>();
        for (ByteRange range : ranges) {
            segments.add(new Frame((segments.isEmpty() ? "--" : "\r\n--") + boundary + "\r\nContent-Type: " + type
                    + "\r\nContent-Range: " + range.contentRange(fileBytes) + "\r\n\r\n"));
            segments.add(new Part(range));
        }
        segments.add(new Frame("\r\n--" + boundary + "--\r\n"));
        return new FileContent(file, segments);
    }

    /** Returns the number of bytes. */
    long length() {
        return segments.stream().mapToLong(Segment::length).sum();
    }

    /**
     * Reads the content into memory.
     *
     * @throws EOFException if the file has become shorter than its ranges
     * @throws ArithmeticException if the content is longer than an array may be; the caller bounds its length before
     */
    Slice read() throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(length()));
        try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ)) {
            for (Segment segment : segments) {
                if (segment instanceof Part part) {
                    read(channel, part.range(), content);
                } else if (segment instanceof Frame frame) {
                    content.put(frame.text().getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        }
        return Slice.of(content.array());
    }

    private static void read(SeekableByteChannel channel, ByteRange range, ByteBuffer content) throws IOException {
        channel.position(range.from());
        content.limit(content.position() + (int) range.length());
        while (content.hasRemaining()) {
            if (channel.read(content) < 0) {
                throw new EOFException("the file ends before byte " + (range.from() + range.length()));
            }
        }
        content.limit(content.capacity());
    }
}

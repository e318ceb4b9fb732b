package org.cellnest.runtime.handler;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads the content of an answer from an open file, piece by piece. For one thread at a time. */
final class FileSegments implements Closeable {
    private final FileContent content;
    private final SeekableByteChannel channel;
    private final Deque<FileContent.Segment> left;
    /** The bytes read of the first segment that is left. */
    private long position;

    private FileSegments(FileContent content, SeekableByteChannel channel) {
        this.content = content;
        this.channel = channel;
        this.left = new ArrayDeque<>(content.segments());
    }

    static FileSegments open(FileContent content) throws IOException {
        return new FileSegments(content, Files.newByteChannel(content.file(), StandardOpenOption.READ));
    }

    FileContent content() {
        return content;
    }

    /** Whether all has been read. */
    boolean isAtEnd() {
        while (!left.isEmpty() && position == left.element().length()) {
            left.remove();
            position = 0;
        }
        return left.isEmpty();
    }

    /**
     * Reads until the buffer is full, or all has been read.
     *
     * @return the number of bytes
     * @throws EOFException if the file has become shorter than its ranges
     */
    int read(byte[] into, int length) throws IOException {
        int count = 0;
        while (count < length && !isAtEnd()) {
            FileContent.Segment segment = left.element();
            int wanted = (int) Math.min(length - count, segment.length() - position);
            int got = wanted;
            if (segment instanceof FileContent.Part part) {
                got = read(part.range().from() + position, ByteBuffer.wrap(into, count, wanted));
            } else if (segment instanceof FileContent.Frame frame) {
                byte[] text = frame.text().getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(text, (int) position, into, count, wanted);
            }
            position += got;
            count += got;
        }
        return count;
    }

    private int read(long from, ByteBuffer into) throws IOException {
        channel.position(from);
        int got = channel.read(into);
        if (got < 0) {
            throw new EOFException("the file ends at byte " + channel.size() + " (expected: more than " + from + ")");
        }
        return got;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.cellnest.runtime.multipart;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads content up to a delimiter from a stream, through one buffer. For one thread at a time.
 *
 * <p>Content begins with the body and after each {@link #beginContent}. It ends at the first delimiter. The line break
 * before the content can be the delimiter's own (RFC 2046, section 5.1.1), so that content may be empty without one.
 */
final class DelimitedInput {
    /** Must be longer than a delimiter, which has 74 octets at most. */
    private static final int BUFFER_BYTES = 8 << 10;

    private static final int LINE_BREAK = 2;

    private final InputStream source;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    /** The end of the octets from {@link #position} that are known to be content. */
    private int contentEnd;
    /** Whether the octets at {@link #position} follow a line break that has been read. */
    private boolean atLineStart = true;

    /** @param delimiter begins with CR LF and has no other CR */
    DelimitedInput(InputStream source, byte[] delimiter) {
        this.source = source;
        this.delimiter = delimiter;
    }

    /** Reads content, at least an octet; -1 at the delimiter. */
    int read(byte[] into, int offset, int length) throws IOException {
        int count = Math.min(length, contentInBuffer());
        if (count == 0) {
            return -1;
        }
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    /** Skips the rest of the content and the delimiter. */
    void skipPastDelimiter() throws IOException {
        while (contentInBuffer() > 0) {
            position = contentEnd;
        }
        position += delimiter.length - (atLineStart ? LINE_BREAK : 0);
        atLineStart = false;
    }

    /** Reads an octet that is no content; -1 at the end of the stream. */
    int octet() throws IOException {
        if (position == end && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** Begins content, directly after a line break. */
    void beginContent() {
        contentEnd = position;
        atLineStart = true;
    }

    /** Reads the stream to its end. */
    void drain() throws IOException {
        do {
            position = end;
        } while (fill());
    }

    /**
     * Returns the number of octets of content from {@link #position}, 0 at the delimiter.
     *
     * @throws org.cellnest.cell.Problem with status 400, if the stream ends before the delimiter
     */
    private int contentInBuffer() throws IOException {
        while (contentEnd <= position) {
            int matched = matched(position, atLineStart ? LINE_BREAK : 0);
            if (matched == delimiter.length) {
                return 0;
            }
            if (matched < 0 && atLineStart) {
                atLineStart = false;
            } else if (matched < 0) {
                contentEnd = firstCandidate();
            } else if (!fill()) {
                throw MultipartErrors.cut();
            }
        }
        atLineStart = false;
        return contentEnd - position;
    }

    /** Returns the first place, after that of an octet known to be content, at which a delimiter may begin. */
    private int firstCandidate() {
        int from = position + 1;
        while (from < end && matched(from, 0) < 0) {
            from++;
        }
        return from;
    }

    /**
     * Returns the delimiter's length if all of it from this index stands there; a smaller index if the buffer ends
     * before; -1 if another octet stands there.
     */
    private int matched(int at, int fromIndex) {
        int i = at;
        int index = fromIndex;
        while (index < delimiter.length && i < end) {
            if (buffer[i++] != delimiter[index++]) {
                return -1;
            }
        }
        return index;
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        contentEnd = 0;
        int count = source.read(buffer, end, buffer.length - end);
        end += Math.max(count, 0);
        return count > 0;
    }
}

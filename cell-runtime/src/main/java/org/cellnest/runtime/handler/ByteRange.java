package org.cellnest.runtime.handler;

/**
 * A range of bytes of a file.
 *
 * @param from the index of the first byte
 * @param length the number of bytes
 */
record ByteRange(long from, long length) {
    ByteRange {
        if (from < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "range from " + from + " of " + length + " bytes (expected: neither negative)");
        }
    }

    /** Returns the value of a Content-Range (RFC 9110, section 14.4); the range must not be empty. */
    String contentRange(long fileBytes) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + fileBytes;
    }

    boolean overlaps(ByteRange other) {
        return from < other.from + other.length && other.from < from + length;
    }
}

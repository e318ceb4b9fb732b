package org.cellnest.protocol;

import java.nio.ByteBuffer;

/**
 * Finds where the body of a record begins in a frame off the heap, without a copy of the record's head. Judges lengths
 * alone; {@link RecordCheck} judges the rest. Stateless.
 */
final class DetachedBody {
    private DetachedBody() {}

    /**
     * Returns the offset of the body in the record at a position of the frame: the end of the record where its type has no
     * body.
     *
     * @return -1 if a length does not fit, the version is another, or the type is unknown
     */
    static int offset(ByteBuffer frame, int recordAt) {
        if (frame.limit() - recordAt < WireRecord.HEADER_BYTES
                || frame.get(recordAt + WireRecord.AT_VERSION) != WireRecord.VERSION) {
            return -1;
        }
        int length = frame.getInt(recordAt);
        if (length < WireRecord.HEADER_BYTES || length > frame.limit() - recordAt) {
            return -1;
        }
        MessageType type = MessageType.of(frame.get(recordAt + WireRecord.AT_TYPE) & 0xff);
        int end = recordAt + length;
        int bodyAt;
        if (type == null) {
            return -1;
        } else if (type == MessageType.REQUEST) {
            bodyAt = skipFields(frame, skipTarget(frame, recordAt, end), end);
        } else if (type == MessageType.REPLY) {
            bodyAt = skipFields(frame, recordAt + WireRecord.AT_REPLY_FIELDS, end);
        } else if (type == MessageType.DATA) {
            bodyAt = recordAt + WireRecord.DATA_HEAD_BYTES > end ? -1 : recordAt + WireRecord.DATA_HEAD_BYTES;
        } else {
            bodyAt = end;
        }
        return bodyAt < 0 ? -1 : bodyAt - recordAt;
    }

    /** Returns the position of a REQUEST's field count, or -1. */
    private static int skipTarget(ByteBuffer frame, int recordAt, int end) {
        int at = recordAt + WireRecord.AT_AFTER_SCHEME;
        if (at < end && frame.get(recordAt + WireRecord.AT_METHOD) == 0) {
            at += 1 + (frame.get(at) & 0xff);
        }
        return skipText(frame, skipText(frame, at, end), end);
    }

    private static int skipFields(ByteBuffer frame, int countAt, int end) {
        if (countAt < 0 || countAt + 2 > end) {
            return -1;
        }
        int at = countAt + 2;
        for (int texts = 2 * (frame.getShort(countAt) & 0xffff); texts > 0 && at >= 0; texts--) {
            at = skipText(frame, at, end);
        }
        return at;
    }

    /** Returns the position behind a text with its length before it, or -1 if it does not end before {@code end}. */
    private static int skipText(ByteBuffer frame, int at, int end) {
        if (at < 0 || at + 2 > end) {
            return -1;
        }
        int next = at + 2 + (frame.getShort(at) & 0xffff);
        return next > end ? -1 : next;
    }
}

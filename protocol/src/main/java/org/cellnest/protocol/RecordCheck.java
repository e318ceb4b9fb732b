package org.cellnest.protocol;

/**
 * Checks that a record of a known type is well formed. Every length must lie within the record, and paths, methods,
 * statuses and names must be valid. Builds nothing, so that the broker can afford the check for every record.
 * Stateless.
 */
final class RecordCheck {
    private RecordCheck() {}

    /**
     * Checks a record; one of an unknown type passes.
     *
     * @throws ProtocolException {@link ErrorCode#MALFORMED}, naming the value received and the value expected
     */
    static void check(WireRecord record) throws ProtocolException {
        MessageType type = record.type();
        if (type == null) {
            return;
        }
        if (record.budgetMs() < 0) {
            throw malformed(type, "budget " + Integer.toUnsignedString(record.budgetMs()), "at most 2147483647");
        }
        Reader reader = new Reader(type, record);
        switch (type) {
            case REQUEST -> checkRequest(reader);
            case REPLY -> checkReply(reader);
            case HEARTBEAT -> checkHeartbeat(reader);
            case REFUSE -> {
                reader.skip(2, "code");
                reader.skip(reader.u16("reason length"), "reason");
                reader.end();
            }
            case CANCEL -> {
                reader.skip(1, "reason");
                reader.end();
            }
            case DEADLINE -> {
                reader.count31("timeout");
                reader.end();
            }
            case DATA -> reader.count63("offset");
            case CREDIT -> {
                reader.count63("limit");
                reader.end();
            }
            case RESET -> checkReset(reader);
            case DRAIN, GOODBYE -> reader.end();
            case CHALLENGE -> {
                reader.skip(KeyProof.NONCE_BYTES, "nonce");
                reader.skip(KeyProof.MAC_BYTES, "proof");
                reader.end();
            }
            case PROVE -> {
                reader.skip(KeyProof.MAC_BYTES, "proof");
                reader.end();
            }
            case HELLO, REGISTER, WELCOME, REJECT, ROUTES, JOIN, DESCRIBE, DESCRIPTION, LOG_LEVEL -> {
                // JSON: judged where it is parsed, off the hot path.
            }
        }
    }

    private static void checkRequest(Reader reader) throws ProtocolException {
        reader.skip(4, "route");
        int method = reader.u8("method");
        reader.skip(1, "scheme");
        if (method == 0) {
            int length = reader.u8("method length");
            if (length > HttpMethod.MAX_LENGTH) {
                throw malformed(reader.type, "method name of " + length + " bytes", "1 to " + HttpMethod.MAX_LENGTH);
            }
            int from = reader.at;
            reader.skip(length, "method name");
            checkToken(reader, from, length, false, "method name");
        } else if (HttpMethod.name(method) == null) {
            throw malformed(reader.type, "method code " + method, "a known one, or 0 and the name");
        }
        int pathLength = reader.u16("path length");
        int pathAt = reader.at;
        reader.skip(pathLength, "path");
        if (pathLength == 0 || reader.frame[pathAt] != '/') {
            throw malformed(reader.type, "a path of " + pathLength + " bytes that does not begin with '/'", "'/...'");
        }
        reader.skip(reader.u16("query length"), "query");
        checkFields(reader);
    }

    private static void checkReply(Reader reader) throws ProtocolException {
        int status = reader.u16("status");
        if (status < 200 || status > 599) {
            throw malformed(reader.type, "status " + status, "200 to 599");
        }
        checkFields(reader);
    }

    private static void checkFields(Reader reader) throws ProtocolException {
        int count = reader.u16("field count");
        for (int i = 0; i < count; i++) {
            int length = reader.u16("field name length");
            int from = reader.at;
            reader.skip(length, "field name");
            int start = length > 0 && reader.frame[from] == ':' ? 1 : 0;
            checkToken(reader, from + start, length - start, true, "field name");
            int valueLength = reader.u16("field value length");
            int valueAt = reader.at;
            reader.skip(valueLength, "field value");
            for (int at = valueAt; at < valueAt + valueLength; at++) {
                byte octet = reader.frame[at];
                if (!HttpTokens.isValueOctet(octet)) {
                    throw malformed(
                            reader.type, "a control character (" + octet + ") in a field value", "none but tab");
                }
            }
        }
    }

    private static void checkToken(Reader reader, int from, int length, boolean lowerCase, String what)
            throws ProtocolException {
        if (length == 0) {
            throw malformed(reader.type, "an empty " + what, "a token");
        }
        for (int at = from; at < from + length; at++) {
            char c = (char) (reader.frame[at] & 0xff);
            if (!HttpTokens.isTokenChar(c) || (lowerCase && c >= 'A' && c <= 'Z')) {
                throw malformed(
                        reader.type,
                        "character " + (int) c + " in a " + what,
                        (lowerCase ? "a lower-case" : "a") + " token (RFC 9110)");
            }
        }
    }

    private static void checkReset(Reader reader) throws ProtocolException {
        int directions = reader.u8("directions");
        if (directions < Reset.MINE || directions > Reset.BOTH) {
            throw malformed(reader.type, "directions " + directions, "1 to 3");
        }
        reader.skip(2, "code");
        int length = reader.u16("reason length");
        if (length > Reset.MAX_REASON_BYTES) {
            throw malformed(reader.type, "reason of " + length + " bytes", "at most " + Reset.MAX_REASON_BYTES);
        }
        reader.skip(length, "reason");
        reader.end();
    }

    private static void checkHeartbeat(Reader reader) throws ProtocolException {
        reader.skip(8, "sequence");
        reader.count31("running");
        reader.count31("waiting");
        reader.count31("oldest");
        int counters = reader.u16("counter count");
        if (counters > Heartbeat.MAX_COUNTERS) {
            throw malformed(reader.type, counters + " counters", "at most " + Heartbeat.MAX_COUNTERS);
        }
        for (int i = 0; i < counters; i++) {
            reader.skip(reader.u8("counter name length"), "counter name");
            reader.skip(8, "counter value");
        }
        reader.end();
    }

    private static ProtocolException malformed(MessageType type, String came, String expected) {
        return new ProtocolException(ErrorCode.MALFORMED, type + ": " + came + " (expected: " + expected + ")");
    }

    private static final class Reader {
        final MessageType type;
        final byte[] frame;
        final int end;
        int at;

        Reader(MessageType type, WireRecord record) {
            this.type = type;
            this.frame = record.frame();
            this.at = record.offset() + WireRecord.HEADER_BYTES;
            this.end = record.offset() + record.headLength();
        }

        void skip(int bytes, String what) throws ProtocolException {
            if (bytes > end - at) {
                throw malformed(type, what + " of " + bytes + " bytes where " + (end - at) + " are left", "no more");
            }
            at += bytes;
        }

        int u8(String what) throws ProtocolException {
            skip(1, what);
            return frame[at - 1] & 0xff;
        }

        int u16(String what) throws ProtocolException {
            skip(2, what);
            return WireRecord.u16(frame, at - 2);
        }

        void count31(String what) throws ProtocolException {
            skip(4, what);
            int value = WireRecord.u32(frame, at - 4);
            if (value < 0) {
                throw malformed(type, what + " " + Integer.toUnsignedString(value), "at most 2147483647");
            }
        }

        void count63(String what) throws ProtocolException {
            skip(8, what);
            long value = WireRecord.u64(frame, at - 8);
            if (value < 0) {
                throw malformed(type, what + " " + Long.toUnsignedString(value), "at most 9223372036854775807");
            }
        }

        void end() throws ProtocolException {
            if (at != end) {
                throw malformed(type, (end - at) + " bytes after its end", "none");
            }
        }
    }
}

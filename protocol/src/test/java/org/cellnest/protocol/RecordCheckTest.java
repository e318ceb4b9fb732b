package org.cellnest.protocol;

import static org.cellnest.protocol.RawRecords.bytes;
import static org.cellnest.protocol.RawRecords.join;
import static org.cellnest.protocol.RawRecords.record;
import static org.cellnest.protocol.RawRecords.text16;
import static org.cellnest.protocol.RawRecords.u16;
import static org.cellnest.protocol.RawRecords.u32;
import static org.cellnest.protocol.RawRecords.u64;
import static org.cellnest.protocol.RawRecords.u8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckTest {
    private static final int REQUEST = 0x10;
    private static final int REPLY = 0x11;
    private static final int HEARTBEAT = 0x05;
    private static final byte[] ROUTE_GET_HTTP = join(u32(0), u8(1), u8(0));

    @Test
    void takesTheShortestRequest() {
        taken(record(REQUEST, ROUTE_GET_HTTP, text16("/"), u16(0), u16(0)));
    }

    @Test
    void refusesARequestThatIsCutShortAnywhere() {
        byte[] payload = join(ROUTE_GET_HTTP, text16("/path"), text16("q=1"), u16(1), text16("name"), text16("value"));
        taken(record(REQUEST, payload));
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            String message = refused(record(REQUEST, cut));
            assertTrue(
                    message.matches("REQUEST: .+ of \\d+ bytes where \\d+ are left \\(expected: no more\\)"), message);
        }
    }

    @Test
    void refusesPathsThatDoNotBeginWithASlash() {
        assertEquals(
                "REQUEST: a path of 0 bytes that does not begin with '/' (expected: '/...')",
                refused(record(REQUEST, ROUTE_GET_HTTP, u16(0), u16(0), u16(0))));
        assertEquals(
                "REQUEST: a path of 1 bytes that does not begin with '/' (expected: '/...')",
                refused(record(REQUEST, ROUTE_GET_HTTP, text16("*"), u16(0), u16(0))));
    }

    @Test
    void judgesMethods() {
        byte[] rest = join(text16("/"), u16(0), u16(0));
        taken(record(REQUEST, u32(0), u8(8), u8(0), rest));
        taken(record(REQUEST, u32(0), u8(0), u8(0), u8(4), bytes("LOCK"), rest));
        taken(record(REQUEST, u32(0), u8(0), u8(0), u8(32), bytes("X".repeat(32)), rest));
        assertEquals(
                "REQUEST: method code 9 (expected: a known one, or 0 and the name)",
                refused(record(REQUEST, u32(0), u8(9), u8(0), rest)));
        assertEquals(
                "REQUEST: method code 255 (expected: a known one, or 0 and the name)",
                refused(record(REQUEST, u32(0), u8(255), u8(0), rest)));
        assertEquals(
                "REQUEST: an empty method name (expected: a token)",
                refused(record(REQUEST, u32(0), u8(0), u8(0), u8(0), rest)));
        assertEquals(
                "REQUEST: method name of 33 bytes (expected: 1 to 32)",
                refused(record(REQUEST, u32(0), u8(0), u8(0), u8(33), bytes("X".repeat(33)), rest)));
        assertEquals(
                "REQUEST: character 32 in a method name (expected: a token (RFC 9110))",
                refused(record(REQUEST, u32(0), u8(0), u8(0), u8(3), bytes("A B"), rest)));
    }

    @Test
    void judgesStatuses() {
        taken(reply(200));
        taken(reply(599));
        assertEquals("REPLY: status 199 (expected: 200 to 599)", refused(reply(199)));
        assertEquals("REPLY: status 600 (expected: 200 to 599)", refused(reply(600)));
        assertEquals("REPLY: status 0 (expected: 200 to 599)", refused(reply(0)));
    }

    @Test
    void judgesFieldNames() {
        taken(field("x-ok", "v"));
        taken(field(":client", "v"));
        assertEquals("REPLY: an empty field name (expected: a token)", refused(field("", "v")));
        assertEquals("REPLY: an empty field name (expected: a token)", refused(field(":", "v")));
        assertEquals(
                "REPLY: character 84 in a field name (expected: a lower-case token (RFC 9110))",
                refused(field("Transfer-encoding", "chunked")));
        for (String name : new String[] {"a:b", "a b", "a\r", "a\u0000", "é", "a(", "::a"}) {
            refused(field(name, "v"));
        }
    }

    @Test
    void judgesFieldValues() {
        taken(field("a", ""));
        taken(field("a", "tab\tand é"));
        assertEquals(
                "REPLY: a control character (13) in a field value (expected: none but tab)",
                refused(field("a", "x\r\nset-cookie: y")));
        for (String value : new String[] {"\n", "\u0000", "\u001f", "\u007f"}) {
            refused(field("a", value));
        }
    }

    @Test
    void refusesMoreFieldsThanThereAre() {
        assertEquals(
                "REPLY: field name length of 2 bytes where 0 are left (expected: no more)",
                refused(record(REPLY, u16(200), u16(65_535))));
    }

    @Test
    void judgesHeartbeats() {
        byte[] load = join(u64(1), u32(2), u32(3), u32(4));
        taken(record(HEARTBEAT, load, u16(1), u8(1), bytes("a"), u64(9)));
        assertEquals("HEARTBEAT: 257 counters (expected: at most 256)", refused(record(HEARTBEAT, load, u16(257))));
        assertEquals(
                "HEARTBEAT: waiting 4294967295 (expected: at most 2147483647)",
                refused(record(HEARTBEAT, u64(1), u32(0), u32(-1), u32(0), u16(0))));
        assertEquals(
                "HEARTBEAT: 1 bytes after its end (expected: none)", refused(record(HEARTBEAT, load, u16(0), u8(0))));
        assertEquals(
                "HEARTBEAT: counter value of 8 bytes where 7 are left (expected: no more)",
                refused(record(HEARTBEAT, load, u16(1), u8(1), bytes("a"), new byte[7])));
    }

    @Test
    void refusesABudgetBeyondThirtyOneBits() {
        byte[] frame = reply(200);
        frame[8] = (byte) 0x80;
        assertEquals("REPLY: budget 2147483648 (expected: at most 2147483647)", refused(frame));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x06, 0x07, 0x0a, 0x0b, 0x12, 0x13})
    void refusesRecordsOfFixedLengthThatAreLonger(int code) {
        MessageType type = MessageType.of(code);
        Message message = new RandomMessages(new Random(1)).of(type == null ? MessageType.DRAIN : type);
        byte[] frame = MessageCodec.encode(message);
        taken(frame);
        byte[] longer = record(code, Arrays.copyOfRange(frame, 20, frame.length), u8(0));
        assertEquals(type + ": 1 bytes after its end (expected: none)", refused(longer));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "HELLO",
                "REGISTER",
                "WELCOME",
                "REJECT",
                "ROUTES",
                "JOIN",
                "DESCRIBE",
                "DESCRIPTION",
                "LOG_LEVEL",
                "REQUEST",
                "REPLY",
                "DATA"
            })
    void refusesBinaryRecordsThatAreShorter(MessageType type) {
        byte[] frame = MessageCodec.encode(new RandomMessages(new Random(3)).of(type));
        for (int length = 20; length < frame.length; length++) {
            refused(record(type.code(), Arrays.copyOfRange(frame, 20, length)));
        }
    }

    private static byte[] reply(int status) {
        return record(REPLY, u16(status), u16(0));
    }

    private static byte[] field(String name, String value) {
        return record(REPLY, u16(200), u16(1), text16(name), text16(value));
    }

    private static void taken(byte[] frame) {
        assertDoesNotThrow(() -> Batch.parse(frame, Limits.DEFAULT));
    }

    private static String refused(byte[] frame) {
        ProtocolException e = assertThrows(ProtocolException.class, () -> Batch.parse(frame, Limits.DEFAULT));
        assertEquals(ErrorCode.MALFORMED, e.code());
        return String.valueOf(e.getMessage());
    }
}

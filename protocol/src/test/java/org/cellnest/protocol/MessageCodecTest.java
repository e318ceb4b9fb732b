package org.cellnest.protocol;

import static org.cellnest.protocol.SameMessage.assertSame;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cellnest.buffer.Slice;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageCodecTest {
    private static final Request REQUEST = new Request(
            0x0123456789abcdefL,
            Flags.RETRIED,
            1500,
            7,
            "POST",
            true,
            HttpVersion.HTTP_1_0,
            "/grüße/🐝",
            "a=1&b=%20",
            Fields.of("host", "example.org", "x-odd", "\u00e9\u00ff\t", ":client", "2001:db8::1", "x-odd", ""),
            Slice.of(new byte[] {0, 1, -1}));

    @Test
    void laysARequestOutAsThePageSays() {
        Request request = new Request(
                0x0102030405060708L,
                0,
                250,
                3,
                "GET",
                true,
                HttpVersion.HTTP_2,
                "/a",
                "b",
                Fields.of("c", "d"),
                Slice.of(new byte[] {'!'}));
        assertEquals(
                "0000002a" + "01" + "10" + "0000" + "000000fa" + "0102030405060708" + "00000003" + "01" + "05" + "0002"
                        + "2f61" + "0001" + "62" + "0001" + "0001" + "63" + "0001" + "64" + "21",
                HexFormat.of().formatHex(MessageCodec.encode(request)));
    }

    @Test
    void keepsEveryPartOfARequest() throws ProtocolException {
        WireRecord record =
                Batch.parse(MessageCodec.encode(REQUEST), Limits.DEFAULT).get(0);
        assertEquals(REQUEST, MessageCodec.decode(record));
        assertEquals(MessageType.REQUEST, record.type());
        assertEquals(REQUEST.path(), record.path());
        assertEquals("POST", record.method());
        assertEquals(7, record.route());
        assertEquals(1500, record.budgetMs());
        assertTrue(record.has(Flags.RETRIED));
        assertTrue(record.isWholeFrame());
    }

    @Test
    void findsThePathBehindAMethodThatIsWrittenOut() throws ProtocolException {
        Request request =
                new Request(1, 0, 0, 0, "PROPFIND", false, HttpVersion.HTTP_1_1, "/dav", "", Fields.EMPTY, Slice.EMPTY);
        WireRecord record =
                Batch.parse(MessageCodec.encode(request), Limits.DEFAULT).get(0);
        assertEquals("PROPFIND", record.method());
        assertEquals("/dav", record.path());
        assertEquals(request, MessageCodec.decode(record));
    }

    @Test
    void writesIdsRouteAndBudgetWhereTheRecordLies() throws ProtocolException {
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        MessageCodec.encode(Heartbeat.of(1), writer);
        MessageCodec.encode(REQUEST, writer);
        byte[] frame = writer.poll();
        assertNotNull(frame);
        WireRecord record = Batch.parse(frame, Limits.DEFAULT).get(1);
        assertFalse(record.isWholeFrame());
        record.setExchange(-2);
        record.setRoute(99);
        record.setBudgetMs(12);
        record.setFlags(Flags.FROM_CELL);
        WireRecord again = Batch.parse(frame, Limits.DEFAULT).get(1);
        assertEquals(
                new Request(
                        -2,
                        Flags.FROM_CELL,
                        12,
                        99,
                        "POST",
                        true,
                        HttpVersion.HTTP_1_0,
                        REQUEST.path(),
                        REQUEST.query(),
                        REQUEST.fields(),
                        REQUEST.body()),
                MessageCodec.decode(again));
        WireRecord copy = again.copy();
        assertTrue(copy.isWholeFrame());
        assertEquals(again.length(), copy.frame().length);
        assertEquals(MessageCodec.decode(again), MessageCodec.decode(copy));
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryMessageOfEveryTypeAsItWas(MessageType type) throws ProtocolException {
        RandomMessages messages = new RandomMessages(new Random(type.code()));
        for (int i = 0; i < 200; i++) {
            Message message = messages.of(type);
            assertEquals(type, message.type());
            assertSame(message, RawRecords.decode(MessageCodec.encode(message)));
        }
    }

    @RepeatedTest(20)
    void keepsTheOrderOfMessagesInBatches(RepetitionInfo repetition) throws ProtocolException {
        Random random = new Random(repetition.getCurrentRepetition());
        RandomMessages messages = new RandomMessages(random);
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        List<Message> sent = new ArrayList<>();
        for (int i = random.nextInt(300); i >= 0; i--) {
            Message message = messages.ofAnyType();
            sent.add(message);
            MessageCodec.encode(message, writer);
        }
        List<Message> received = new ArrayList<>();
        for (byte[] frame = writer.poll(); frame != null; frame = writer.poll()) {
            for (WireRecord record : Batch.parse(frame, Limits.DEFAULT)) {
                received.add(MessageCodec.decode(record));
            }
        }
        assertEquals(sent.size(), received.size());
        for (int i = 0; i < sent.size(); i++) {
            assertSame(sent.get(i), received.get(i));
        }
    }

    @Test
    void leavesTheWriterAsItWasWhenAMessageIsTooLong() throws ProtocolException {
        BatchWriter writer = new BatchWriter(Limits.DEFAULT);
        MessageCodec.encode(new Drain(), writer);
        String tooLong = "x".repeat(65_536);
        assertThrows(
                IllegalArgumentException.class,
                () -> MessageCodec.encode(new Refuse(1, ErrorCode.BUSY, tooLong), writer));
        assertThrows(
                IllegalArgumentException.class,
                () -> MessageCodec.encode(new Reply(1, 0, 200, Fields.of("a", tooLong), Slice.EMPTY), writer));
        assertThrows(
                IllegalArgumentException.class,
                () -> MessageCodec.encode(new Heartbeat(1, 0, 0, 0, Map.of("x".repeat(256), 1L)), writer));
        MessageCodec.encode(new Goodbye(), writer);
        byte[] frame = writer.poll();
        assertNotNull(frame);
        assertEquals(
                List.of(new Drain(), new Goodbye()),
                List.of(
                        MessageCodec.decode(Batch.parse(frame, Limits.DEFAULT).get(0)),
                        MessageCodec.decode(Batch.parse(frame, Limits.DEFAULT).get(1))));
    }

    @Test
    void refusesToWriteMethodsThatAreNoneAndFieldsWithoutNumber() {
        for (String method : List.of("", "G T", "x".repeat(33))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> MessageCodec.encode(new Request(
                            1, 0, 0, 0, method, false, HttpVersion.HTTP_1_1, "/", "", Fields.EMPTY, Slice.EMPTY)));
        }
        String[] many = new String[2 * 65_536];
        java.util.Arrays.fill(many, "a");
        assertThrows(
                IllegalArgumentException.class,
                () -> MessageCodec.encode(new Reply(1, 0, 200, Fields.of(many), Slice.EMPTY)));
    }

    @Test
    void boundsTheCountersOfAHeartbeat() {
        Map<String, Long> counters = IntStream.rangeClosed(0, Heartbeat.MAX_COUNTERS)
                .boxed()
                .collect(Collectors.toMap(i -> "c" + i, i -> 1L));
        assertThrows(IllegalArgumentException.class, () -> new Heartbeat(1, 0, 0, 0, counters));
    }

    @Test
    void doesNotCopyABody() throws ProtocolException {
        byte[] frame = MessageCodec.encode(REQUEST);
        Request request =
                MessageCodec.request(Batch.parse(frame, Limits.DEFAULT).get(0));
        assertEquals(frame, request.body().array());
        assertArrayEquals(new byte[] {0, 1, -1}, request.body().toByteArray());
    }

    @Test
    void writesAbsentMembersSoThatOthersReadThemAsAbsent() {
        byte[] frame = MessageCodec.encode(new Join("s", 1, null));
        String json = new String(frame, 20, frame.length - 20, StandardCharsets.UTF_8);
        assertEquals("{\"session\":\"s\",\"lane\":1,\"key\":null}", json);
    }
}

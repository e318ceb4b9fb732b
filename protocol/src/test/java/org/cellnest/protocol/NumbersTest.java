package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers and names that stand on the wire. Lines may be added here, never changed. */
class NumbersTest {
    @Test
    void keepsTheCodesOfTypes() {
        assertEquals(
                List.of(
                        "HELLO=1",
                        "REGISTER=2",
                        "WELCOME=3",
                        "REJECT=4",
                        "HEARTBEAT=5",
                        "DRAIN=6",
                        "GOODBYE=7",
                        "ROUTES=8",
                        "JOIN=9",
                        "CHALLENGE=10",
                        "PROVE=11",
                        "DESCRIBE=12",
                        "DESCRIPTION=13",
                        "LOG_LEVEL=14",
                        "REQUEST=16",
                        "REPLY=17",
                        "CANCEL=18",
                        "REFUSE=19",
                        "DEADLINE=20",
                        "DATA=32",
                        "CREDIT=33",
                        "RESET=34"),
                Arrays.stream(MessageType.values())
                        .map(type -> type + "=" + type.code())
                        .toList());
    }

    @Test
    void findsTypesByTheirCodesAndNoneByOthers() {
        for (MessageType type : MessageType.values()) {
            assertEquals(type, MessageType.of(type.code()));
        }
        IntStream.range(0, 256)
                .filter(code -> Arrays.stream(MessageType.values()).noneMatch(type -> type.code() == code))
                .forEach(code -> assertNull(MessageType.of(code)));
    }

    @Test
    void keepsTheNumbersAndNamesOfErrors() {
        assertEquals(
                List.of(
                        "0 unknown",
                        "1 malformed",
                        "2 version",
                        "3 unexpected",
                        "4 id-in-use",
                        "5 key",
                        "6 session",
                        "7 limit",
                        "8 route-conflict",
                        "9 route-invalid",
                        "10 busy",
                        "11 draining",
                        "12 no-route",
                        "13 stalled",
                        "14 silent",
                        "15 slow",
                        "16 lane-lost",
                        "17 goodbye",
                        "18 kicked",
                        "19 replaced",
                        "20 asker-gone",
                        "21 deadline",
                        "22 idle",
                        "23 not-read",
                        "24 overrun",
                        "25 broken",
                        "26 router-lost",
                        "27 unsupported",
                        "28 complete"),
                Arrays.stream(ErrorCode.values())
                        .map(code -> code.number() + " " + code.wireName())
                        .toList());
    }

    @Test
    void readsErrorsThatItDoesNotKnowAsUnknown() {
        for (ErrorCode code : ErrorCode.values()) {
            assertEquals(code, ErrorCode.of(code.number()));
            assertEquals(code, ErrorCode.of(code.wireName()));
        }
        assertEquals(ErrorCode.UNKNOWN, ErrorCode.of(29));
        assertEquals(ErrorCode.UNKNOWN, ErrorCode.of(65535));
        assertEquals(ErrorCode.UNKNOWN, ErrorCode.of(-1));
        assertEquals(ErrorCode.UNKNOWN, ErrorCode.of("from-the-future"));
    }

    @Test
    void keepsTheCodesOfMethodsVersionsReasonsAndFlags() {
        List<String> methods = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE");
        for (int i = 0; i < methods.size(); i++) {
            assertEquals(i + 1, HttpMethod.code(methods.get(i)));
            assertEquals(methods.get(i), HttpMethod.name(i + 1));
        }
        assertEquals(0, HttpMethod.code("PROPFIND"));
        assertNull(HttpMethod.name(0));
        assertNull(HttpMethod.name(9));
        assertEquals(0, HttpVersion.HTTP_1_1.code());
        assertEquals(1, HttpVersion.HTTP_1_0.code());
        assertEquals(2, HttpVersion.HTTP_2.code());
        assertEquals(HttpVersion.HTTP_1_1, HttpVersion.of(3));
        assertEquals(0, Cancel.Reason.UNKNOWN.code());
        assertEquals(1, Cancel.Reason.ASKER_GONE.code());
        assertEquals(2, Cancel.Reason.DEADLINE.code());
        assertEquals(Cancel.Reason.UNKNOWN, Cancel.Reason.of(77));
        assertEquals(List.of(1, 2, 4, 8), List.of(Flags.MORE, Flags.RETRIED, Flags.FROM_CELL, Flags.NEST));
    }

    @Test
    void keepsTheLimitsOfVersionOne() {
        assertEquals(new Limits(1_048_576, 64, 262_144, 262_144, 256, 65_536), Limits.DEFAULT);
        assertEquals(1, WireRecord.VERSION);
        assertEquals(20, WireRecord.HEADER_BYTES);
        assertEquals(1_048_576, ExchangeId.MAX_SLOTS);
    }

    @Test
    void splitsAnExchangeIdIntoSlotAndGeneration() {
        long id = ExchangeId.of(0xfffff, 0xabc_def0_1234L);
        assertEquals(0xabcdef01234fffffL, id);
        assertEquals(0xfffff, ExchangeId.slot(id));
        assertEquals(0xabc_def0_1234L, ExchangeId.generation(id));
        assertEquals(0, ExchangeId.generation(ExchangeId.of(7, 1L << 44)));
    }
}

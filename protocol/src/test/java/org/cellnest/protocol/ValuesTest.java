package org.cellnest.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.buffer.Slice;
import org.junit.jupiter.api.Test;

/** The small values that messages are made of. */
class ValuesTest {
    @Test
    void keepsRepeatedFieldsInOrder() {
        Fields fields = Fields.of("a", "1", "b", "2", "a", "3");
        assertEquals(3, fields.size());
        assertEquals("1", fields.first("a"));
        assertNull(fields.first("c"));
        assertEquals(List.of("1", "3"), fields.all("a"));
        assertEquals("b", fields.name(1));
        assertEquals("2", fields.value(1));
        List<String> seen = new ArrayList<>();
        fields.forEach((name, value) -> seen.add(name + value));
        assertEquals(List.of("a1", "b2", "a3"), seen);
        assertEquals(Fields.of("a", "1", "b", "2", "a", "3"), fields);
        assertEquals(Fields.of("a", "1", "b", "2", "a", "3").hashCode(), fields.hashCode());
        assertThrows(IllegalArgumentException.class, () -> Fields.of("a"));
    }

    @Test
    void comparesSlicesByTheirBytes() throws Exception {
        Slice slice = new Slice(new byte[] {9, 1, 2, 9}, 1, 2);
        assertEquals(Slice.of(new byte[] {1, 2}), slice);
        assertEquals(Slice.of(new byte[] {1, 2}).hashCode(), slice.hashCode());
        assertNotEquals(Slice.of(new byte[] {1, 3}), slice);
        assertArrayEquals(new byte[] {1, 2}, slice.toByteArray());
        assertArrayEquals(new byte[] {1, 2}, slice.inputStream().readAllBytes());
        assertTrue(Slice.EMPTY.isEmpty());
        assertThrows(IndexOutOfBoundsException.class, () -> new Slice(new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new Slice(new byte[2], -1, 2));
    }

    @Test
    void tellsTokensAndFieldValues() {
        assertTrue(HttpTokens.isToken("X-a.b_c~"));
        for (String text : List.of("", "a b", "a:b", "é", "a\u0000")) {
            assertFalse(HttpTokens.isToken(text), text);
        }
        assertTrue(HttpTokens.isFieldValue(""));
        assertTrue(HttpTokens.isFieldValue("a\té\u00ff"));
        for (String text : List.of("\r", "\n", "\u0000", "\u007f", "\u0100", "\u010d")) {
            assertFalse(HttpTokens.isFieldValue(text), text);
        }
    }

    @Test
    void knowsWhichMethodsAreSafeAndWhichMayBeRepeated() {
        for (String method : List.of("GET", "HEAD", "OPTIONS", "TRACE")) {
            assertTrue(HttpMethod.isSafe(method) && HttpMethod.isIdempotent(method), method);
        }
        for (String method : List.of("PUT", "DELETE")) {
            assertTrue(!HttpMethod.isSafe(method) && HttpMethod.isIdempotent(method), method);
        }
        for (String method : List.of("POST", "PATCH", "get", "LOCK", "")) {
            assertTrue(!HttpMethod.isSafe(method) && !HttpMethod.isIdempotent(method), method);
        }
    }

    @Test
    void writesAProblemInOrder() {
        assertEquals(
                "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"no \\\"x\\\"\",\"a\":1}",
                new String(ProblemJson.body(404, "no \"x\"", Map.of("a", 1)), StandardCharsets.UTF_8));
        assertEquals("Client Error", ProblemJson.title(418));
        assertEquals("Server Error", ProblemJson.title(599));
    }

    @Test
    void cutsLongReasons() {
        String message = String.valueOf(new ProtocolException(ErrorCode.MALFORMED, "x".repeat(10_000)).getMessage());
        assertEquals("x".repeat(500) + "...", message);
    }
}

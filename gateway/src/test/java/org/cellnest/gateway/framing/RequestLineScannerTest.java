package org.cellnest.gateway.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.cellnest.gateway.rules.LocalReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request lines that come whole, octet by octet, or with a fault. */
class RequestLineScannerTest {
    private final HeadFields fields = new HeadFields();
    private final RequestLineScanner line = new RequestLineScanner(fields);

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private LocalReply fault() {
        LocalReply fault = line.fault();
        if (fault == null) {
            throw new AssertionError("no fault");
        }
        return fault;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void findsThePartsHoweverTheLineComes(int step) {
        byte[] octets = octets("PUT /a%20b?c HTTP/1.0\r\nHost: h");
        int at = 0;
        for (int end = step; !line.isEnded(); end += step) {
            at = line.scan(octets, at, Math.min(end, octets.length));
        }
        assertEquals(octets("PUT /a%20b?c HTTP/1.0\r").length, at);
        assertEquals("PUT", fields.method(octets));
        assertEquals("/a%20b?c", fields.target(octets));
        assertEquals(1, fields.major());
        assertEquals(0, fields.minor());
        assertNull(line.fault());
    }

    @Test
    void readsOnAfterAFaultThatLeavesTheEndOfTheLineClear() {
        byte[] octets = octets("GET /%zz\u0001 HTTP/2\r");
        assertEquals(octets.length, line.scan(octets, 0, octets.length));
        assertTrue(line.isEnded());
        assertFalse(line.isRefused());
        assertEquals(400, fault().status());
        assertTrue(fault().detail().contains("after % in the target"), fault().detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\t/ HTTP/1.1\r", " / HTTP/1.1\r", "GET /\r", "GET / HTTP/1\n", "GET /%zz HTTP/1.1\n"})
    void refusesALineThatLeavesTheEndOfTheHeadInDoubt(String text) {
        byte[] octets = octets(text);
        line.scan(octets, 0, octets.length);
        assertTrue(line.isRefused());
        assertFalse(line.isEnded());
        assertEquals(400, fault().status());
    }

    @Test
    void refusesAMethodJustWhenItIsTooLong() {
        byte[] octets = octets("M".repeat(33));
        line.scan(octets, 0, 32);
        assertFalse(line.isRefused());
        line.scan(octets, 32, 33);
        assertTrue(line.isRefused());
        assertEquals(501, fault().status());
    }

    @Test
    void forgetsAFaultWhenItBeginsAnew() {
        byte[] octets = octets("GET /\r");
        line.scan(octets, 0, octets.length);
        assertTrue(line.isRefused());
        line.begin();
        fields.clear();
        assertNull(line.fault());
        byte[] next = octets("GET / HTTP/1.1\r");
        assertEquals(next.length, line.scan(next, 0, next.length));
        assertTrue(line.isEnded());
    }
}

package org.cellnest.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellnest.http.FieldRules.Verdict;
import org.cellnest.protocol.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRulesTest {
    @Test
    void keepsHarmlessRequestIdsAndReplacesOthers() {
        RequestIds ids = new RequestIds(1);
        assertEquals("abcdefgh", ids.keepOrReplace("abcdefgh"));
        assertEquals("A-z_0.9x", ids.keepOrReplace("A-z_0.9x"));
        assertEquals("a".repeat(64), ids.keepOrReplace("a".repeat(64)));
        for (String bad : List.of("", "abcdefg", "a".repeat(65), "abcdefg\n", "abcd efgh", "abcdefgé", "abcdefg;")) {
            String made = ids.keepOrReplace(bad);
            assertTrue(made.matches("[0-9a-f]{32}"), made);
        }
        assertFalse(ids.keepOrReplace(null).equals(ids.next()));
    }

    @ParameterizedTest
    @CsvSource({
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more, true",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more, false",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more, false",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, false",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, false",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01, false",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01, false",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0, false",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g, false",
        "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, false",
        "'', false"
    })
    void validatesTraceParents(String value, boolean valid) {
        assertEquals(valid, TraceParent.isValid(value));
    }

    @Test
    void passesForwardingFieldsOfTrustedProxiesAndStateOfValidTracesOnly() {
        assertTrue(FieldRules.requestPasses("accept", false, false, List.of()));
        assertFalse(FieldRules.requestPasses("nest-key", true, true, List.of()));
        assertFalse(FieldRules.requestPasses("x-forwarded-for", false, true, List.of()));
        assertTrue(FieldRules.requestPasses("x-forwarded-for", true, true, List.of()));
        assertFalse(FieldRules.requestPasses("tracestate", true, false, List.of()));
        assertTrue(FieldRules.requestPasses("tracestate", true, true, List.of()));
        assertFalse(FieldRules.requestPasses("traceparent", true, true, List.of()));
        assertFalse(FieldRules.requestPasses("x-a", true, true, List.of("close, x-a")));
        assertTrue(FieldRules.requestPasses("authorization", true, true, List.of("authorization")));
    }

    @Test
    void keepsHopByHopFieldsToTheirHop() {
        for (String name :
                List.of("connection", "te", "trailer", "transfer-encoding", "upgrade", "nest-key", "expect")) {
            assertEquals(Verdict.DROP, FieldRules.request(name), name);
        }
        assertEquals(Verdict.FORWARDING, FieldRules.request("x-forwarded-host"));
        assertEquals(Verdict.PASS, FieldRules.request("authorization"));
        assertFalse(FieldRules.replyPasses(":client", false));
        assertFalse(FieldRules.replyPasses("nest-outcome", false));
        assertTrue(FieldRules.replyPasses("nest-outcome", true));
        assertTrue(FieldRules.lists(List.of("close, X-A ,x-b"), "x-a"));
        assertTrue(FieldRules.lists(List.of("close", "x-b"), "x-b"));
        assertFalse(FieldRules.lists(List.of("close, x-ab"), "x-a"));
    }

    @Test
    void endsHereOnlyWhatMayBelongToAConnection() {
        List<String> connection = List.of(
                "close, X-Mine, authorization, host, Cookie, cache-control, Content-Type, X-Forwarded-For",
                "traceparent, set-cookie, if-match, accept-encoding, sec-fetch-mode, foo");
        assertTrue(FieldRules.endsHere(connection, "x-mine"));
        assertTrue(FieldRules.endsHere(connection, "foo"));
        assertFalse(FieldRules.endsHere(connection, "bar"), "not listed");
        assertFalse(FieldRules.endsHere(List.of(), "foo"));
        for (String name : List.of(
                "authorization",
                "host",
                "cookie",
                "cache-control",
                "content-type",
                "x-forwarded-for",
                "traceparent",
                "set-cookie",
                "if-match",
                "accept-encoding",
                "sec-fetch-mode")) {
            assertFalse(FieldRules.endsHere(connection, name), name);
        }
    }

    @Test
    void takesTheCellsWordForTheLengthOfContentThatIsNotThere() {
        Fields declared = Fields.of("content-length", "9");
        assertEquals(9, FieldRules.contentLength("HEAD", 200, declared, 0));
        assertEquals(9, FieldRules.contentLength("GET", 304, declared, 4));
        assertEquals(-1, FieldRules.contentLength("HEAD", 200, Fields.EMPTY, 0));
        assertEquals(-1, FieldRules.contentLength("HEAD", 204, declared, 0));
        assertEquals(4, FieldRules.contentLength("HEAD", 200, declared, 4));
        assertEquals(4, FieldRules.contentLength("GET", 200, declared, 4));
        assertEquals(0, FieldRules.contentLength("GET", 200, declared, 0));
        assertEquals(0, FieldRules.contentLength("HEAD", 205, declared, 4));
        for (String wrong : List.of("", "-1", "+1", "1x", "9999999999999999999", "1, 1")) {
            assertEquals(-1, FieldRules.contentLength("HEAD", 200, Fields.of("content-length", wrong), 0), wrong);
        }
        Fields twice = Fields.of("content-length", "1", "content-length", "2");
        assertEquals(-1, FieldRules.contentLength("HEAD", 200, twice, 0));
    }
}

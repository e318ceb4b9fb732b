package org.cellnest.gateway.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cellnest.gateway.rules.LocalReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadScannerTest {
    private static final int MAX_BYTES = 2_048;
    private static final int MAX_FIELDS = 10;

    private final HeadScanner scanner =
            new HeadScanner(MAX_BYTES, MAX_FIELDS, new byte[HeadScanner.sharedBytes(MAX_BYTES)]);

    /** Shows a head to the scanner, cut into pieces of a size; returns how much it took. */
    private int scan(String head, int pieceBytes) {
        scanner.begin();
        ByteBuffer octets = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
        int at = 0;
        while (at < head.length() && !scanner.isWhole() && !scanner.isRefused()) {
            at = scanner.scan(octets, at, Math.min(head.length(), at + pieceBytes));
            if (!scanner.isWhole()) {
                scanner.hold();
            }
        }
        return at;
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    private String passedOn() {
        return new String(scanner.head(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET /caf%C3%A9;v=1/?q=%zz_is_not_here&a[]=1 HTTP/1.1\nHost: a:8080\nX: \u00e9 \t\nY:\n\n",
                "OPTIONS * HTTP/1.1\nHost: [::1]:80\n\n",
                "GET / HTTP/1.0\n\n",
                "M-SEARCH!#$%&'*+-.^_`|~ / HTTP/1.1\nhost:\n\n",
            })
    void findsTheEndWhereverTheHeadIsCut(String text) {
        String head = crlf(text.replace("%zz_is_not_here", "%20"));
        for (int piece = 1; piece <= head.length(); piece++) {
            assertEquals(head.length(), scan(head + "next", piece), "pieces of " + piece);
            assertTrue(scanner.isWhole(), head);
            assertFalse(scanner.isRewritten());
            assertEquals(head, passedOn());
            assertEquals(BodyFraming.NONE, scanner.framing());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET http://A.example/x?y HTTP/1.1, a.example, GET /x?y HTTP/1.1, A.example",
        "GET http://a HTTP/1.1, a, GET / HTTP/1.1, a",
        "GET https://a?y=http://b/ HTTP/1.1, a, GET /?y=http://b/ HTTP/1.1, a",
        "OPTIONS http://a HTTP/1.1, a, OPTIONS * HTTP/1.1, a",
        "GET http://a/x HTTP/1.1, another.example:8080, GET /x HTTP/1.1, a",
        "GET http://a/x HTTP/1.1, '', GET /x HTTP/1.1, a",
        "GET http://a:80/x HTTP/1.1, a, GET /x HTTP/1.1, a:80",
        "GET HTTP://a/x HTTP/1.1, a:80, GET /x HTTP/1.1, a",
        "GET http://a:/x HTTP/1.1, b:, GET /x HTTP/1.1, a",
        "GET http://[::1]:8080/x HTTP/1.1, a, GET /x HTTP/1.1, [::1]:8080",
        "GET http://[::1]/x HTTP/1.1, [::2]:80, GET /x HTTP/1.1, [::1]",
    })
    void passesTargetsOnInOriginFormAndTheirHostInHost(String line, String host, String passed, String passedHost) {
        for (String fields : List.of("\nHost: %s\nX: y\n\n", "\nX: y\nhost:%s\n\n")) {
            for (int piece = 1; piece < 40; piece++) {
                scan(line + crlf(fields.replace("%s", host)), piece);
                assertTrue(scanner.isWhole() && scanner.isRewritten(), line);
                assertEquals(passed + crlf(fields.replace("%s", passedHost)), passedOn());
            }
        }
    }

    @Test
    void putsTheHostOfTheTargetWhereThereIsNone() {
        scan(crlf("GET http://a:8080/x HTTP/1.0\nX: y\n\n"), 7);
        assertTrue(scanner.isWhole());
        assertEquals(crlf("GET /x HTTP/1.0\nHost: a:8080\nX: y\n\n"), passedOn());
        scan(crlf("GET http://a HTTP/1.0\n\n"), 7);
        assertEquals(crlf("GET / HTTP/1.0\nHost: a\n\n"), passedOn());
    }

    @Test
    void leavesOutWhatMeansNothing() {
        String head = crlf("GET / HTTP/1.1\nHost: a:\nX: b\n\n");
        for (int piece = 1; piece <= head.length() + 4; piece++) {
            assertEquals(head.length() + 4, scan(crlf("\n\n") + head, piece));
            assertEquals(head.replace("a:", "a"), passedOn());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /?q={a} HTTP/1.1\nHost: a\n\n', 400",
        "'GET /%zz HTTP/1.1\nHost: a\n\n', 400",
        "'GET /a%2 HTTP/1.1\nHost: a\n\n', 400",
        "'GET /\u00c3\u00a9 HTTP/1.1\nHost: a\n\n', 400",
        "'GET /#x HTTP/1.1\nHost: a\n\n', 400",
        "'GET /a b HTTP/1.1\nHost: a\n\n', 400",
        "'GET / http/1.1\nHost: a\n\n', 400",
        "'GET / HTTP/1.1x\nHost: a\n\n', 400",
        "'GET / HTTP/1\nHost: a\n\n', 400",
        "'GET / HTTP/9.9\nHost: a\n\n', 505",
        "'GET / HTTP/0.9\n\n', 505",
        "'PRI * HTTP/2.0\n\n', 505",
        "'GET /\n\n', 400",
        "'GET  / HTTP/1.1\nHost: a\n\n', 400",
        "' GET / HTTP/1.1\nHost: a\n\n', 400",
        "'G\u00e9T / HTTP/1.1\nHost: a\n\n', 400",
        "'CONNECT a:443 HTTP/1.1\nHost: a:443\n\n', 501",
        "'TRACE / HTTP/1.1\nHost: a\n\n', 501",
        "'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456 / HTTP/1.1\nHost: a\n\n', 501",
        "'GET / HTTP/1.1\nX: 1\n\n', 400",
        "'GET / HTTP/1.1\nHost: a\nHost: a\n\n', 400",
        "'GET / HTTP/1.1\nHost: a b\n\n', 400",
        "'GET / HTTP/1.1\nHost: a:0\n\n', 400",
        "'GET / HTTP/1.1\nHost: a:65536\n\n', 400",
        "'GET / HTTP/1.1\nHost: [::ffff:1.2.3.4]\n\n', 400",
        "'GET / HTTP/1.1\nHost: [1:2]\n\n', 400",
        "'GET http://u@a/ HTTP/1.1\nHost: a\n\n', 400",
        "'GET http://a/ HTTP/1.1\nHost: u@a\n\n', 400",
        "'GET http://a/ HTTP/1.1\n\n', 400",
        "'GET http://a/ HTTP/1.1\nHost: a\nHost: a\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length: 9223372036854775807\n\n', 413",
        "'GET * HTTP/1.1\nHost: a\n\n', 400",
        "'GET / HTTP/1.1\nHost : a\n\n', 400",
        "'GET / HTTP/1.1\n: a\n\n', 400",
        "'GET / HTTP/1.1\n Host: a\n\n', 400",
        "'GET / HTTP/1.1\nHost: a\n folded\n\n', 400",
        "'GET / HTTP/1.1\nHost: a\nX: \u0001\n\n', 400",
        "'GET / HTTP/1.1\nHost: a\nX\u00e9: 1\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length: 1\nContent-Length: 1\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length: 1, 1\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length: +1\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length:\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length: 9223372036854775808\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length: 18446744073709551621\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nContent-Length: 1\nTransfer-Encoding: chunked\n\n', 400",
        "'POST / HTTP/1.0\nTransfer-Encoding: chunked\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: identity\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked, gzip\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked, chunked\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n', 400",
        "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n', 501",
        "'POST / HTTP/1.1\nHost: a\nTransfer-Encoding: xchunked\n\n', 400",
    })
    void refusesWhateverItsCut(String text, int status) {
        String head = crlf(text);
        for (int piece = 1; piece <= head.length(); piece++) {
            scan(head, piece);
            assertTrue(scanner.isRefused(), head + " in pieces of " + piece);
            assertEquals(status, scanner.refused().answer().status(), head + " in pieces of " + piece);
            assertTrue(scanner.refused().answer().close());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\n", "GET /\n", "\n", "GET / HTTP/1.1\r\nHost: a\n", "GET / HTTP/1.1\r\r\n"})
    void takesNoLineEndButCrLf(String head) {
        scan(head, head.length());
        assertTrue(scanner.isRefused(), head);
    }

    @Test
    void knowsHowTheBodyEnds() {
        scan(crlf("POST / HTTP/1.1\nHost: a\ncontent-length: \t007 \n\n"), 9);
        assertEquals(new BodyFraming(false, 7), scanner.framing());
        scan(crlf("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: Chunked\n\n"), 9);
        assertEquals(BodyFraming.CHUNKED, scanner.framing());
        scan(crlf("POST / HTTP/1.1\nHost: a\nContent-Length: 0\n\n"), 9);
        assertEquals(BodyFraming.NONE, scanner.framing());
    }

    @Test
    void saysWhichPartIsTooLong() {
        String field = "X: " + "a".repeat(100) + "\r\n";
        scan("GET /" + "a".repeat(MAX_BYTES) + " HTTP/1.1\r\nHost: a\r\n\r\n", 500);
        assertEquals(414, scanner.refused().answer().status());
        scan("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(MAX_BYTES) + "\r\n\r\n", 500);
        assertEquals(431, scanner.refused().answer().status());
        scan("GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(MAX_FIELDS) + "\r\n", 500);
        assertEquals(431, scanner.refused().answer().status());
        scan("GET / HTTP/1.1\r\nHost: a\r\n" + "X: a\r\n".repeat(MAX_FIELDS - 1) + "\r\n", 500);
        assertTrue(scanner.isWhole());
        String most = "GET / HTTP/1.1\r\nHost: a\r\n" + field.repeat(MAX_FIELDS - 1);
        String head = most.substring(0, most.length() - 2) + "a".repeat(MAX_BYTES - most.length() - 2) + "\r\n\r\n";
        assertEquals(MAX_BYTES, head.length());
        for (int piece : new int[] {1, 1_000, MAX_BYTES}) {
            scan(head, piece);
            assertTrue(scanner.isWhole(), () -> "pieces of " + piece);
            scan(head.replace("Host: a", "Host: ab"), piece);
            assertEquals(431, scanner.refused().answer().status());
        }
    }

    @Test
    void keepsOfARefusedHeadWhatItsAnswerNeeds() {
        String fields = "\nOrigin: https://good.example\nX-Request-Id: abc\nHost: a\n\n";
        scan(crlf("HEAD /?q={a} HTTP/1.1" + fields), 7);
        RefusedHead refused = scanner.refused();
        assertEquals("HEAD /?q={a} HTTP/1.1", refused.line());
        assertTrue(refused.head());
        assertEquals("https://good.example", refused.origin());
        assertEquals("abc", refused.requestId());
        scan(crlf("GET /" + "a".repeat(5_000) + " HTTP/1.1" + fields), 7);
        assertNull(scanner.refused().origin());
        assertTrue(scanner.refused().line().length() < 1_100);
    }

    @Test
    void goesOnFromTheFaultThatWasFoundFirst() {
        scan(crlf("GET /{ HTTP/1.1\nHo"), 3);
        assertFalse(scanner.isRefused());
        scanner.refuse(LocalReply.of(408, "late"));
        assertEquals(400, scanner.refused().answer().status());
        scan(crlf("GET / HTTP/1.1\nHo"), 3);
        scanner.refuse(LocalReply.of(408, "late"));
        assertEquals(408, scanner.refused().answer().status());
    }

    @Test
    void standsInWithARequestThatBreaksNoRule() {
        scan(crlf("HEAD /?q={a} HTTP/1.1\nOrigin: https://good.example\nX-Request-Id: abc\n\n"), 100);
        String substitute = new String(scanner.refused().substitute(), StandardCharsets.ISO_8859_1);
        scan(substitute, substitute.length());
        assertTrue(scanner.isWhole(), substitute);
        assertTrue(substitute.startsWith("HEAD / "), substitute);
    }
}

package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that ranges and conditional requests pass the gateway, both ways, on a kept connection. */
@Tag("transport")
class RangesTest {
    private static FakeRouter router;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        router = FakeRouter.builder().answering(RangesTest::answer).start();
        gateway = TestGateway.start(List.of(router.endpoint())).awaitReady();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        router.close();
    }

    @BeforeEach
    void forget() {
        router.asked.clear();
    }

    private static Reply answer(Request request) {
        Fields validators = Fields.of("etag", "\"a\"", "last-modified", "Sun, 06 Nov 1994 08:49:37 GMT");
        return switch (request.path()) {
            case "/206" ->
                FakeRouter.reply(
                        request,
                        206,
                        Fields.of("content-range", "bytes 2-4/10", "accept-ranges", "bytes", "etag", "W/\"a\""),
                        "234".getBytes(StandardCharsets.US_ASCII));
            case "/416" ->
                FakeRouter.reply(request, 416, Fields.of("content-range", "bytes */10"), new byte[] {'{', '}'});
            case "/304" -> FakeRouter.reply(request, 304, validators, new byte[0]);
            case "/large" -> FakeRouter.reply(request, 200, Fields.of("content-length", "5000000000"), new byte[0]);
            default -> FakeRouter.echo(request);
        };
    }

    private static List<String> fields(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.matches("(content|accept|etag|last-modified|transfer).*"))
                .sorted()
                .toList();
    }

    @Test
    void passesConditionsAndRangesToTheCell() throws Exception {
        try (RawClient raw = gateway.raw()) {
            raw.send("""
                            GET /x HTTP/1.1
                            Host: a
                            Range: bytes=0-1,-1
                            If-Range: "a"
                            If-Match: "a"
                            If-Match: "b"
                            If-None-Match: W/"c"
                            If-Modified-Since: d
                            If-Unmodified-Since: e
                            Connection: range, if-match

                            """).answer();
        }
        Fields fields = router.awaitRequest().fields();
        assertEquals(List.of("bytes=0-1,-1"), fields.all("range"));
        assertEquals(List.of("\"a\""), fields.all("if-range"));
        assertEquals(List.of("\"a\"", "\"b\""), fields.all("if-match"));
        assertEquals(List.of("W/\"c\""), fields.all("if-none-match"));
        assertEquals(List.of("d"), fields.all("if-modified-since"));
        assertEquals(List.of("e"), fields.all("if-unmodified-since"));
    }

    @Test
    void passesPartsToTheClient() throws Exception {
        try (RawClient raw = gateway.raw()) {
            String part = raw.send("GET /206 HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(part.startsWith("HTTP/1.1 206 ") && part.endsWith("\r\n\r\n234"), part);
            assertEquals(
                    List.of(
                            "accept-ranges: bytes",
                            "content-length: 3",
                            "content-range: bytes 2-4/10",
                            "etag: w/\"a\""),
                    fields(part));
            String nothing = raw.send("GET /416 HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(nothing.startsWith("HTTP/1.1 416 "), nothing);
            assertEquals(List.of("content-length: 2", "content-range: bytes */10"), fields(nothing));
        }
    }

    @Test
    void sendsNothingInPlaceOfWhatTheClientHas() throws Exception {
        try (RawClient raw = gateway.raw()) {
            String same = raw.send("GET /304 HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(same.startsWith("HTTP/1.1 304 "), same);
            assertEquals(List.of("etag: \"a\"", "last-modified: sun, 06 nov 1994 08:49:37 gmt"), fields(same));
            String large = raw.send("HEAD /large HTTP/1.1\nHost: a\n\n").head();
            assertEquals(List.of("content-length: 5000000000"), fields(large));
            String next = raw.send("GET /y HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(next.endsWith("GET /y\n"), next);
            assertFalse(next.toLowerCase(Locale.ROOT).contains("connection: close"), next);
        }
    }
}

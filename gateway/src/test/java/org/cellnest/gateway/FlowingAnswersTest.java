package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose bodies flow, and what their clients see when things go wrong. */
@Tag("transport")
class FlowingAnswersTest {
    private static final int PIECE = 10_000;
    private static final int LENGTH = 1_000_000;

    /** The framing that tells the end of an answer. */
    private enum Framing {
        LENGTH("HTTP/1.1"),
        CHUNKS("HTTP/1.1"),
        CONNECTION("HTTP/1.0");

        final String version;

        Framing(String version) {
            this.version = version;
        }

        Fields fields(int length) {
            return this == LENGTH ? Fields.of("content-length", Integer.toString(length)) : Fields.EMPTY;
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<HttpResponse<byte[]>> get(TestGateway gateway) {
        return gateway.client.sendAsync(gateway.request("/x").build(), BodyHandlers.ofByteArray());
    }

    private static RawClient asking(TestGateway gateway, String version) throws IOException {
        return gateway.raw().send("GET /x " + version + "\nHost: a\n\n");
    }

    private static void awaitRest(TestGateway gateway) {
        Await.until("nothing held", () -> gateway.gatewayProcess.heldChunks() == 0);
        Await.until("nothing charged", () -> gateway.gatewayProcess.budget().used() == 0);
        Await.until("nothing promised", () -> gateway.gatewayProcess.streams().promised() == 0);
        Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areWholeAtTheClient(boolean announced) {
        byte[] body = bytes(5_000_000);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            for (int i = 0; i < 2; i++) {
                CompletableFuture<HttpResponse<byte[]>> answer = get(gateway);
                Request request = cell.await();
                assertFalse(request.has(Flags.MORE));
                Fields fields = announced ? Fields.of("content-length", "5000000") : Fields.EMPTY;
                cell.answerAnew(request, 200, fields, body, PIECE);
                assertArrayEquals(body, answer.join().body());
                assertEquals(
                        announced,
                        answer.join().headers().firstValue("content-length").isPresent());
                assertEquals(List.of(), cell.wrong());
                awaitRest(gateway);
            }
            // The windows grew to a mebibyte, and no further.
            assertTrue(cell.granted() - cell.sent() <= 1 << 20);
        }
    }

    @Test
    void endWithTheConnectionForOldClients() throws Exception {
        byte[] body = bytes(LENGTH);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = asking(gateway, "HTTP/1.0")) {
            cell.answer(cell.await(), 200, Fields.EMPTY, body, PIECE);
            String head = client.head();
            assertFalse(head.toLowerCase(Locale.ROOT).contains("chunked"), head);
            assertArrayEquals(body, client.read(LENGTH));
            assertEquals(0, client.read(1).length);
            awaitRest(gateway);
        }
    }

    @Test
    void showTheirHeadBeforeAnyOfTheirBody() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = asking(gateway, "HTTP/1.1")) {
            Request request = cell.await();
            cell.answer(request, 200, Fields.of("content-type", "text/event-stream"), new byte[0], 0);
            assertTrue(client.head().contains("text/event-stream"));
            Await.until("credit", () -> cell.granted() > 0);
            cell.router.send(
                    request.exchange(), new Data(request.exchange(), Flags.MORE, 0, Slice.of(new byte[] {'a'})));
            assertEquals("01\r\na\r\n", new String(client.read(7), StandardCharsets.ISO_8859_1));
            cell.router.send(request.exchange(), new Data(request.exchange(), 0, 29, Slice.EMPTY));
            assertEquals("0\r\n\r\n", new String(client.read(5), StandardCharsets.ISO_8859_1));
            awaitRest(gateway);
        }
    }

    @Test
    void areNotPermittedBeyondWhatASlowClientTakes() throws Exception {
        byte[] body = bytes(50_000_000);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway("gateway.io-threads=1");
                RawClient client = asking(gateway, "HTTP/1.1")) {
            cell.answer(cell.await(), 200, Fields.of("content-length", "50000000"), body, PIECE);
            Await.until("the window used up", () -> cell.granted() - cell.sent() < 29);
            // Others are served meanwhile, by the same connection to the router.
            CompletableFuture<HttpResponse<byte[]>> other = get(gateway);
            cell.reply(cell.await(), 200, "served");
            assertEquals("served", new String(other.join().body(), StandardCharsets.ISO_8859_1));
            assertTrue(cell.answered() < body.length);
            client.head();
            assertArrayEquals(body, client.read(body.length));
            awaitRest(gateway);
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void lookBrokenWhenTheCellBreaksOff(Framing framing) throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = asking(gateway, framing.version)) {
            Request request = cell.await();
            cell.keepOpen();
            cell.answer(request, 200, framing.fields(2 * LENGTH), bytes(LENGTH), PIECE);
            client.head();
            Await.until("all sent", () -> cell.answered() == LENGTH);
            client.read(LENGTH / 2);
            cell.reset(request, Reset.MINE, ErrorCode.BROKEN);
            assertBroken(client, framing);
            awaitRest(gateway);
        }
    }

    /** Reads the rest of an answer, of which no client may believe that it is whole. */
    private static void assertBroken(RawClient client, Framing framing) throws IOException {
        if (framing == Framing.CONNECTION) {
            assertThrows(IOException.class, () -> client.read(2 * LENGTH));
            return;
        }
        byte[] rest;
        try {
            rest = client.read(3 * LENGTH);
        } catch (IOException e) {
            return; // a reset
        }
        assertTrue(rest.length < 3 * LENGTH / 2);
        byte[] end = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] last = Arrays.copyOfRange(rest, Math.max(0, rest.length - end.length), rest.length);
        assertFalse(Arrays.equals(end, last));
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void lookBrokenWhenTheRouterIsLost(Framing framing) throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = asking(gateway, framing.version)) {
            cell.keepOpen();
            cell.answer(cell.await(), 200, framing.fields(2 * LENGTH), bytes(LENGTH), PIECE);
            client.head();
            Await.until("all sent", () -> cell.answered() == LENGTH);
            cell.router.kill();
            assertBroken(client, framing);
            awaitRest(gateway);
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void lookBrokenWhenTheGatewayStops(Framing framing) throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = asking(gateway, framing.version)) {
            cell.keepOpen();
            cell.answer(cell.await(), 200, framing.fields(2 * LENGTH), bytes(LENGTH), PIECE);
            client.head();
            Await.until("all sent", () -> cell.answered() == LENGTH);
            client.read(LENGTH / 2);
            gateway.stop();
            assertBroken(client, framing);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void lookBrokenWithMoreOrFewerBytesThanAnnounced(int more) {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            CompletableFuture<HttpResponse<byte[]>> answer = get(gateway);
            Request request = cell.await();
            String length = Integer.toString(LENGTH - more);
            cell.answer(request, 200, Fields.of("content-length", length), bytes(LENGTH), PIECE);
            assertThrows(CompletionException.class, answer::join);
            assertEquals(ErrorCode.OVERRUN, cell.awaitReset().code());
            awaitRest(gateway);
        }
    }

    @Test
    void lookBrokenWhereTheCellSendsMoreThanPermitted() {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            CompletableFuture<HttpResponse<byte[]>> answer = get(gateway);
            Request request = cell.await();
            cell.answer(request, 200, Fields.EMPTY, new byte[0], 0);
            cell.router.send(
                    request.exchange(), new Data(request.exchange(), Flags.MORE, 7, Slice.of(new byte[] {'a'})));
            assertThrows(CompletionException.class, answer::join);
            assertEquals(ErrorCode.OVERRUN, cell.awaitReset().code());
            cell.awaitCancel();
            awaitRest(gateway);
        }
    }

    @Test
    void areBad502WhereTheFirstPieceIsLongerThanAnnounced() {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            CompletableFuture<HttpResponse<byte[]>> answer = get(gateway);
            cell.answer(cell.await(), 200, Fields.of("content-length", "5"), bytes(LENGTH), PIECE);
            assertEquals(502, answer.join().statusCode());
            cell.awaitCancel();
            awaitRest(gateway);
        }
    }

    @Test
    void areGivenUpWithTheirClient() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            RawClient client = asking(gateway, "HTTP/1.1");
            cell.keepOpen();
            cell.answer(cell.await(), 200, Fields.EMPTY, bytes(LENGTH), PIECE);
            client.head();
            client.reset();
            cell.awaitCancel();
            awaitRest(gateway);
        }
    }

    @ParameterizedTest
    @EnumSource(Framing.class)
    void areGivenUpWhereTheClientTakesNothing(Framing framing) throws Exception {
        int length = 50_000_000;
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway("gateway.read-timeout=300ms");
                RawClient client = asking(gateway, framing.version)) {
            cell.answer(cell.await(), 200, framing.fields(length), bytes(length), PIECE);
            client.head();
            cell.awaitCancel();
            assertEquals(1, gateway.gatewayProcess.counters().value(Event.SLOW_READER));
            awaitRest(gateway);
            try {
                assertTrue(client.read(length).length < length);
                assertTrue(framing != Framing.CONNECTION);
            } catch (IOException e) {
                // a reset
            }
        }
    }

    @Test
    void haveNoBodyWhereTheAnswerHasNoPlaceForOne() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send("HEAD /x HTTP/1.1\nHost: a\n\n");
            cell.answer(cell.await(), 200, Fields.of("content-length", "1000000"), bytes(LENGTH), PIECE);
            String head = client.head();
            assertTrue(head.contains("Content-Length: 1000000"), head);
            assertEquals(Reset.YOURS, cell.awaitReset().directions());
            assertEquals(ErrorCode.NOT_READ, cell.awaitReset().code());
            client.send("GET /y HTTP/1.1\nHost: a\n\n");
            cell.reply(cell.await(), 200, "next");
            assertTrue(client.answer().endsWith("next"));
        }
    }

    @Test
    void are503WhereNoMoreMayBePromised() {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway("gateway.stream-bytes=64KiB")) {
            cell.keepOpen();
            CompletableFuture<HttpResponse<byte[]>> first = get(gateway);
            Request flowing = cell.await();
            cell.answer(flowing, 200, Fields.EMPTY, new byte[0], 0);
            Await.until("promised", () -> gateway.gatewayProcess.streams().promised() > 0);
            CompletableFuture<HttpResponse<byte[]>> second = get(gateway);
            Request refused = cell.await();
            cell.router.send(
                    refused.exchange(),
                    new org.cellnest.protocol.Reply(refused.exchange(), Flags.MORE, 200, Fields.EMPTY, Slice.EMPTY));
            assertEquals(503, second.join().statusCode());
            assertTrue(new String(second.join().body(), StandardCharsets.ISO_8859_1).contains("gateway.stream-bytes"));
            cell.awaitCancel();
            cell.end();
            assertEquals(200, first.join().statusCode());
            awaitRest(gateway);
        }
    }

    @Test
    void nameTheirEndInTheAccessLogWhereTheyBrokeOff() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                AccessLines log = new AccessLines()) {
            cell.keepOpen();
            try (RawClient client = asking(gateway, "HTTP/1.1")) {
                Request request = cell.await();
                cell.answer(request, 200, Fields.EMPTY, new byte[100], 100);
                client.head();
                cell.reset(request, Reset.MINE, ErrorCode.BROKEN);
                assertTrue(log.await("outcome=broken").contains("\" 200 1"));
            }
            RawClient client = asking(gateway, "HTTP/1.1");
            cell.answerAnew(cell.await(), 200, Fields.EMPTY, new byte[100], 100);
            client.head();
            client.reset();
            log.await("outcome=asker-gone");
        }
    }

    /** With one slot, a second request finds it free after the end of a first answer, whatever that was. */
    @Test
    void freeTheirSlotWithTheirEnd() {
        try (FlowingCell cell = new FlowingCell(FakeRouter.builder().maxOutstanding(1));
                TestGateway gateway = cell.gateway("gateway.io-threads=1")) {
            CompletableFuture<HttpResponse<byte[]>> whole = get(gateway);
            cell.answerAnew(cell.await(), 200, Fields.EMPTY, bytes(LENGTH), PIECE);
            assertEquals(LENGTH, whole.join().body().length);
            CompletableFuture<HttpResponse<byte[]>> broken = get(gateway);
            Request request = cell.await();
            cell.answerAnew(request, 200, Fields.EMPTY, new byte[0], 0);
            cell.reset(request, Reset.MINE, ErrorCode.BROKEN);
            assertThrows(CompletionException.class, broken::join);
            CompletableFuture<HttpResponse<byte[]>> last = get(gateway);
            cell.reply(cell.await(), 200, "last");
            assertEquals("last", new String(last.join().body(), StandardCharsets.ISO_8859_1));
        }
    }

    /** A cell that knows the length sends the end after the last byte, when the client has all of it already. */
    @Test
    void mayEndAfterTheirClientHasAllOfThem() {
        try (FlowingCell cell = new FlowingCell(FakeRouter.builder().maxOutstanding(1));
                TestGateway gateway = cell.gateway("gateway.io-threads=1")) {
            cell.keepOpen();
            CompletableFuture<HttpResponse<byte[]>> answer = get(gateway);
            String length = Integer.toString(LENGTH);
            cell.answer(cell.await(), 200, Fields.of("content-length", length), bytes(LENGTH), PIECE);
            assertEquals(LENGTH, answer.join().body().length);
            Await.until("none active", () -> gateway.gatewayProcess.active() == 0);
            cell.end();
            CompletableFuture<HttpResponse<byte[]>> next = get(gateway);
            cell.reply(cell.await(), 200, "next");
            assertEquals("next", new String(next.join().body(), StandardCharsets.ISO_8859_1));
            assertTrue(cell.came.stream().noneMatch(Cancel.class::isInstance));
            awaitRest(gateway);
        }
    }

    /** The answer flows while the request does, as of a handler that turns one into the other. */
    @Test
    void flowBesideTheirRequests() throws Exception {
        byte[] up = bytes(300_000);
        byte[] down = bytes(LENGTH);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send("PUT /x HTTP/1.1\nHost: a\nContent-Length: 300000\n\n").sendBytes(Arrays.copyOf(up, 100_000));
            Request request = cell.await();
            cell.read(request);
            cell.keepOpen();
            cell.answer(request, 200, Fields.of("content-length", Integer.toString(LENGTH)), down, PIECE);
            client.head();
            assertArrayEquals(Arrays.copyOf(down, LENGTH / 2), client.read(LENGTH / 2));
            client.sendBytes(Arrays.copyOfRange(up, 100_000, up.length));
            assertArrayEquals(up, cell.awaitBody());
            assertArrayEquals(Arrays.copyOfRange(down, LENGTH / 2, LENGTH), client.read(LENGTH / 2));
            cell.end();
            cell.over(request);
            awaitRest(gateway);
            client.send("GET /y HTTP/1.1\nHost: a\n\n");
            cell.reply(cell.await(), 200, "next");
            String next = client.answer();
            assertTrue(next.endsWith("next"), next);
            assertEquals(List.of(), cell.wrong());
            assertTrue(cell.came.stream().noneMatch(Cancel.class::isInstance));
            assertTrue(cell.came.stream().anyMatch(Credit.class::isInstance));
        }
    }
}

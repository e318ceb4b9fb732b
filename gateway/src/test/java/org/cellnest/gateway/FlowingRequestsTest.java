package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies that are longer than a first piece, and what becomes of them when things go wrong. */
@Tag("transport")
class FlowingRequestsTest {
    private static final int FIRST = 64 << 10;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<HttpResponse<String>> put(TestGateway gateway, byte[] body, boolean chunked) {
        return gateway.later(gateway.request("/x")
                .PUT(
                        chunked
                                ? BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))
                                : BodyPublishers.ofByteArray(body))
                .build());
    }

    private static void awaitRest(TestGateway gateway) {
        Await.until("nothing held", () -> gateway.gatewayProcess.heldChunks() == 0);
        Await.until("nothing charged", () -> gateway.gatewayProcess.budget().used() == 0);
        Await.until("nothing promised", () -> gateway.gatewayProcess.streams().promised() == 0);
        Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
    }

    private static String announcing(int length) {
        return "PUT /x HTTP/1.1\nHost: a\nContent-Length: " + length + "\n";
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areWholeAtTheCell(boolean chunked) {
        byte[] body = bytes(5_000_000);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            CompletableFuture<HttpResponse<String>> answer = put(gateway, body, chunked);
            Request request = cell.await();
            assertTrue(request.has(Flags.MORE));
            assertEquals(FIRST, request.body().length());
            assertEquals(chunked ? null : "5000000", request.fields().first("content-length"));
            cell.read(request);
            assertArrayEquals(body, cell.awaitBody());
            cell.reply(request, 200, "taken");
            cell.over(request);
            assertEquals("taken", answer.join().body());
            assertEquals(List.of(), cell.wrong());
            awaitRest(gateway);
        }
    }

    @Test
    void flowBeyondTheFirstPieceOnly() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            assertEquals(200, put(gateway, bytes(FIRST), false).join().statusCode());
            assertFalse(router.awaitRequest().has(Flags.MORE));
            assertEquals(200, put(gateway, bytes(FIRST - 1), true).join().statusCode());
            assertFalse(router.awaitRequest().has(Flags.MORE));
        }
    }

    @Test
    void goWholeToRoutersThatKnowNoOthers() {
        try (FakeRouter router = FakeRouter.builder().withoutFlows().start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            assertEquals(200, put(gateway, bytes(300_000), true).join().statusCode());
            assertEquals(300_000, router.awaitRequest().body().length());
            assertEquals(413, put(gateway, bytes(1 << 20), false).join().statusCode());
            assertEquals(413, put(gateway, bytes(1 << 20), true).join().statusCode());
        }
    }

    @Test
    void areReadNoFurtherThanPermitted() throws Exception {
        byte[] body = bytes(1_000_000);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway("gateway.io-threads=1")) {
            CompletableFuture<HttpResponse<String>> answer = put(gateway, body, false);
            Request request = cell.await();
            cell.permit(request, 10_000);
            Await.until("what is permitted", () -> cell.bodySoFar().length == FIRST + 10_000 - 28);
            // Others are served meanwhile by the same thread.
            CompletableFuture<HttpResponse<String>> other = gateway.later("GET", "/other");
            Request get = cell.router.awaitRequest();
            cell.reply(get, 200, "served");
            assertEquals("served", other.join().body());
            assertEquals(FIRST + 10_000 - 28, cell.bodySoFar().length);
            cell.permit(request, 2_000_000);
            assertArrayEquals(body, cell.awaitBody());
            cell.reply(request, 200, "taken");
            cell.over(request);
            assertEquals("taken", answer.join().body());
            assertEquals(List.of(), cell.wrong());
        }
    }

    @Test
    void beginAfterTheFirstCreditWhereTheClientExpectsAContinue() throws Exception {
        byte[] body = bytes(200_000);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send(announcing(body.length) + "Expect: 100-continue\n\n");
            Request request = cell.await();
            assertTrue(request.has(Flags.MORE));
            assertEquals(0, request.body().length());
            cell.read(request);
            assertTrue(client.head().startsWith("HTTP/1.1 100"));
            client.sendBytes(body);
            assertArrayEquals(body, cell.awaitBody());
            cell.reply(request, 200, "taken");
            cell.over(request);
            assertTrue(client.answer().startsWith("HTTP/1.1 200"));
            // The connection goes on.
            client.send("GET /y HTTP/1.1\nHost: a\n\n");
            cell.reply(cell.router.awaitRequest(), 200, "again");
            assertTrue(client.answer().endsWith("again"));
        }
    }

    @Test
    void areNotSentWhereTheAnswerComesInPlaceOfTheContinue() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send(announcing(200_000) + "Expect: 100-continue\n\n");
            Request request = cell.await();
            cell.reset(request, Reset.YOURS, ErrorCode.NOT_READ);
            cell.reply(request, 401, "who?");
            cell.over(request);
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
            assertTrue(answer.contains("Connection: close"), answer);
            assertTrue(client.isClosedByPeer());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areReadNoFurtherWhenTheAnswerComesEarly(boolean told) throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send(announcing(10_000_000) + "\n").sendBytes(bytes(FIRST));
            Request request = cell.await();
            cell.permit(request, 30_000);
            client.sendBytes(bytes(30_000 - 28));
            Await.until("what is permitted", () -> cell.bodySoFar().length == FIRST + 30_000 - 28);
            if (told) {
                cell.reset(request, Reset.YOURS, ErrorCode.NOT_READ);
            }
            cell.reply(request, 200, "enough");
            assertTrue(client.answer().endsWith("enough"));
            if (!told) {
                assertEquals(Reset.MINE, cell.awaitReset().directions());
            }
            cell.over(request);
            client.endOutput();
            assertTrue(client.isClosedByPeer());
            awaitRest(gateway);
        }
    }

    @Test
    void areGivenUpWithTheirClient() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            RawClient client = gateway.raw();
            client.send(announcing(1_000_000) + "\n").sendBytes(bytes(FIRST + 100));
            Request request = cell.await();
            cell.read(request);
            Await.until("some of it", () -> cell.bodySoFar().length == FIRST + 100);
            client.reset();
            cell.awaitCancel();
            cell.over(request);
            awaitRest(gateway);
        }
    }

    @Test
    void areRefusedWhereTheClientEndsThemEarly() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send(announcing(1_000_000) + "\n").sendBytes(bytes(FIRST + 100));
            Request request = cell.await();
            cell.read(request);
            Await.until("some of it", () -> cell.bodySoFar().length == FIRST + 100);
            client.endOutput();
            assertTrue(client.answer().startsWith("HTTP/1.1 400"));
            cell.awaitCancel();
            cell.over(request);
            awaitRest(gateway);
        }
    }

    @Test
    void timeOutWhereTheClientSendsNothingThoughItMay() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway("gateway.read-timeout=300ms");
                RawClient client = gateway.raw()) {
            client.send(announcing(1_000_000) + "\n").sendBytes(bytes(FIRST));
            Request request = cell.await();
            cell.read(request);
            assertTrue(client.answer().startsWith("HTTP/1.1 408"));
            cell.awaitCancel();
            cell.over(request);
            awaitRest(gateway);
        }
    }

    @Test
    void areRefusedBeyondTheLimit() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway("gateway.max-body-bytes=100000");
                RawClient client = gateway.raw()) {
            assertEquals(413, put(gateway, bytes(100_001), false).join().statusCode());
            client.send("PUT /x HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n20000\n")
                    .sendBytes(bytes(0x20000));
            Request request = cell.await();
            cell.read(request);
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
            cell.awaitCancel();
            cell.over(request);
            awaitRest(gateway);
        }
    }

    @Test
    void areAnswered502WhenTheirRouterIsLostAfterCredit() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send(announcing(1_000_000) + "\n").sendBytes(bytes(FIRST + 100));
            cell.read(cell.await());
            Await.until("some of it", () -> cell.bodySoFar().length == FIRST + 100);
            cell.router.kill();
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 502"), answer);
            assertTrue(answer.contains("Nest-Outcome: unknown"), answer);
            assertTrue(answer.contains("Connection: close"), answer);
            awaitRest(gateway);
        }
    }

    @Test
    void areAnswered502WhenTheCellBreaksOffBeforeItsAnswer() throws Exception {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway();
                RawClient client = gateway.raw()) {
            client.send(announcing(1_000_000) + "\n").sendBytes(bytes(FIRST));
            Request request = cell.await();
            cell.read(request);
            cell.reset(request, Reset.BOTH, ErrorCode.BROKEN);
            assertTrue(client.answer().startsWith("HTTP/1.1 502"));
            awaitRest(gateway);
        }
    }

    @Test
    void areRepeatedBeforeTheFirstCreditOnly() {
        byte[] body = bytes(300_000);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            CompletableFuture<HttpResponse<String>> answer = put(gateway, body, false);
            Request lost = cell.router.awaitRequest();
            int flags = Flags.NEST | Flags.REPEATABLE;
            cell.router.send(lost.exchange(), new Reply(lost.exchange(), flags, 502, Fields.EMPTY, slice("lost")));
            cell.over(lost);
            Request again = cell.await();
            assertTrue(again.has(Flags.RETRIED));
            cell.read(again);
            assertArrayEquals(body, cell.awaitBody());
            cell.router.send(again.exchange(), new Reply(again.exchange(), flags, 502, Fields.EMPTY, slice("lost")));
            cell.over(again);
            assertEquals(502, answer.join().statusCode());
            awaitRest(gateway);
        }
    }

    private static org.cellnest.buffer.Slice slice(String text) {
        return org.cellnest.buffer.Slice.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void goElsewhereWhenARouterRefusesThem() {
        byte[] body = bytes(100_000);
        try (FlowingCell cell = FlowingCell.start();
                FlowingCell other = FlowingCell.start();
                TestGateway gateway = TestGateway.start(List.of(cell.router.endpoint(), other.router.endpoint()))
                        .awaitReady()) {
            Await.until("both ready", () -> gateway.gatewayProcess.readyRouters() == 2);
            CompletableFuture<HttpResponse<String>> answer = put(gateway, body, false);
            Await.until("sent", () -> cell.router.asked.size() + other.router.asked.size() == 1);
            FlowingCell had = cell.router.asked.isEmpty() ? other : cell;
            FlowingCell next = had == cell ? other : cell;
            Request refused = had.router.awaitRequest();
            had.router.answer(new Refuse(refused.exchange(), ErrorCode.BUSY, "busy"));
            Request request = next.await();
            next.read(request);
            assertArrayEquals(body, next.awaitBody());
            next.reply(request, 200, "taken");
            next.over(request);
            assertEquals("taken", answer.join().body());
        }
    }

    /** With one slot, a second request waits until the router has said its last word about the first. */
    @Test
    void keepTheirSlotUntilTheRoutersLastWord() {
        try (FlowingCell cell = new FlowingCell(FakeRouter.builder().maxOutstanding(1));
                TestGateway gateway = cell.gateway("gateway.io-threads=1")) {
            CompletableFuture<HttpResponse<String>> first = put(gateway, bytes(100_000), false);
            Request request = cell.await();
            cell.read(request);
            cell.awaitBody();
            cell.reply(request, 200, "taken");
            assertEquals("taken", first.join().body());
            CompletableFuture<HttpResponse<String>> second = gateway.later("GET", "/second");
            Await.until("in", () -> gateway.gatewayProcess.active() == 1);
            assertTrue(cell.router.asked.isEmpty());
            cell.over(request);
            cell.reply(cell.router.awaitRequest(), 200, "second");
            assertEquals("second", second.join().body());
        }
    }

    @Test
    void countTheirTimeAnewFromTheirEnd() throws Exception {
        byte[] body = bytes(100_000);
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway("gateway.request-timeout=400ms");
                RawClient client = gateway.raw()) {
            client.send(announcing(body.length) + "\n").sendBytes(Arrays.copyOf(body, FIRST));
            Request request = cell.await();
            cell.permit(request, 1_000);
            client.sendBytes(Arrays.copyOfRange(body, FIRST, body.length));
            // More time than the request had without a body that flows.
            assertFalse(answersWithin(client, 1_500));
            cell.permit(request, 1_000_000);
            cell.awaitBody();
            String answer = client.answer();
            assertTrue(answer.startsWith("HTTP/1.1 504"), answer);
            cell.over(request);
            awaitRest(gateway);
        }
    }

    private static boolean answersWithin(RawClient client, int ms) throws IOException {
        return client.hasInputWithin(ms);
    }

    @Test
    void leaveOthersWhatTheyNeed() {
        try (FlowingCell cell = FlowingCell.start();
                TestGateway gateway = cell.gateway()) {
            var client = gateway.client;
            CompletableFuture<HttpResponse<String>> stuck = put(gateway, bytes(10_000_000), false);
            Request request = cell.await();
            cell.permit(request, 100);
            for (int i = 0; i < 20; i++) {
                CompletableFuture<HttpResponse<String>> get =
                        client.sendAsync(gateway.request("/" + i).build(), BodyHandlers.ofString());
                cell.reply(cell.router.awaitRequest(), 200, "ok");
                assertEquals("ok", get.join().body());
            }
            cell.reply(request, 200, "enough");
            cell.over(request);
            stuck.handle((answer, failure) -> answer).join();
            awaitRest(gateway);
        }
    }
}

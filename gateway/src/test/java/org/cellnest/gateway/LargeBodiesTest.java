package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.protocol.Fields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that lie in chunks in the gateway, which it holds only while they move. */
class LargeBodiesTest {
    private final FakeRouter router = FakeRouter.builder()
            .answering(request ->
                    FakeRouter.reply(request, 200, Fields.EMPTY, request.body().toByteArray()))
            .start();
    private final Random random = new Random(5);

    private TestGateway start(String... settings) {
        return TestGateway.start(List.of(router.endpoint()), settings).awaitReady();
    }

    private static void awaitRest(TestGateway gateway) {
        Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
        assertEquals(0, gateway.gatewayProcess.heldChunks());
        assertEquals(0, gateway.gatewayProcess.budget().used());
    }

    @AfterEach
    void close() {
        router.close();
    }

    private byte[] body(int length) {
        byte[] body = new byte[length];
        random.nextBytes(body);
        return body;
    }

    private static CompletableFuture<HttpResponse<byte[]>> post(TestGateway gateway, byte[] body) {
        return gateway.client.sendAsync(
                gateway.request("/x").POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"32MiB", "0B"})
    void passUnchangedWithChunksOrWithout(String chunkBytes) {
        try (TestGateway gateway = start("gateway.chunk-bytes=" + chunkBytes)) {
            int[] sizes = {1, 4_095, 4_096, 16_384, 65_535, 65_536, 100_000, ChunkPool.MAX_PIECE_BYTES, 200_000, 700_000
            };
            List<byte[]> bodies = new ArrayList<>();
            List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                bodies.add(body(sizes[i % sizes.length]));
                answers.add(post(gateway, bodies.get(i)));
            }
            for (int i = 0; i < bodies.size(); i++) {
                assertArrayEquals(bodies.get(i), answers.get(i).join().body());
            }
            awaitRest(gateway);
        }
    }

    @Test
    void leaveTheirChunkWhenTheClientPauses() throws Exception {
        byte[] body = "0123456789".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        try (TestGateway gateway = start("gateway.io-threads=1");
                RawClient client = gateway.raw()) {
            client.send("POST /x HTTP/1.1\nHost: a\nContent-Length: 20000\n\n");
            client.sendBytes(Arrays.copyOf(body, 7_000));
            Await.until("the first part", () -> gateway.gatewayProcess.budget().used() > 0);
            // A later request on the same thread is answered after what had come of the first was taken in.
            assertEquals(200, gateway.get("/").statusCode());
            assertEquals(0, gateway.gatewayProcess.heldChunks());
            client.sendBytes(Arrays.copyOfRange(body, 7_000, body.length));
            assertTrue(client.answer().endsWith(new String(body, StandardCharsets.US_ASCII)));
            awaitRest(gateway);
        }
    }

    @Test
    void costNoMoreThanAFirstArrayWhereTheyAreOnlyAnnounced() throws Exception {
        try (TestGateway gateway = start("gateway.io-threads=1");
                RawClient client = gateway.raw()) {
            client.send("POST /x HTTP/1.1\nHost: a\nContent-Length: 120000\n\na");
            Await.until("the first octet", () -> gateway.gatewayProcess.budget().used() > 0);
            assertEquals(200, gateway.get("/").statusCode());
            assertEquals(64 << 10, gateway.gatewayProcess.budget().used());
            assertEquals(0, gateway.gatewayProcess.heldChunks());
        }
    }

    @Test
    void leaveTheirChunkWhenTheClientDoesNotRead() throws Exception {
        byte[] body = body(100_000);
        try (TestGateway gateway = start("gateway.io-threads=1")) {
            List<RawClient> clients = new ArrayList<>();
            List<Thread> senders = new ArrayList<>();
            try {
                // More answers by each connection than the network holds for it.
                for (int i = 0; i < 4; i++) {
                    RawClient client = gateway.raw();
                    clients.add(client);
                    senders.add(sendMany(client, body, 60));
                }
                Await.until("answers that wait", () -> gateway.gatewayProcess.active() == clients.size());
                assertEquals(200, gateway.get("/").statusCode());
                Await.until("no chunk held", () -> gateway.gatewayProcess.heldChunks() == 0);
            } finally {
                for (RawClient client : clients) {
                    client.reset();
                }
                for (Thread sender : senders) {
                    sender.join();
                }
            }
            awaitRest(gateway);
        }
    }

    /** Sends requests without reading an answer, on a thread of its own, until the gateway takes no more. */
    private static Thread sendMany(RawClient client, byte[] body, int times) {
        Thread sender = new Thread(() -> {
            try {
                for (int i = 0; i < times; i++) {
                    client.send("POST /x HTTP/1.1\nHost: a\nContent-Length: " + body.length + "\n\n");
                    client.sendBytes(body);
                }
            } catch (IOException e) {
                // the client was reset
            }
        });
        sender.start();
        return sender;
    }

    @Test
    void areReleasedWithAClientThatGoesInTheMiddle() throws Exception {
        try (TestGateway gateway = start("gateway.io-threads=1")) {
            RawClient client = gateway.raw();
            client.send("POST /x HTTP/1.1\nHost: a\nContent-Length: 20000\n\n");
            client.sendBytes(new byte[7_000]);
            Await.until("the first part", () -> gateway.gatewayProcess.budget().used() > 0);
            client.reset();
            awaitRest(gateway);
        }
    }
}

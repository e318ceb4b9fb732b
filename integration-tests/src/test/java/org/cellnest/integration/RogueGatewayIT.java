package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.RoguePeer;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Welcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateways that were let in and do not keep to the rules. */
@Tag("transport")
@Tag("null-mechanism")
class RogueGatewayIT {
    private static final int GRANTED = 4;

    @TempDir
    private Path folder;

    private NestInOneJvm nest;
    private int front;
    private int http;
    private RoguePeer cell;

    @BeforeEach
    void startNest() throws IOException {
        nest = NestInOneJvm.in(
                folder, "router.parking-time=500ms", "nest.request-timeout=5s", "router.max-outstanding=" + GRANTED);
        Ready router = nest.router();
        front = router.port("front");
        http = nest.gateway(router).port("http");
        Await.until("the gateway is in", () -> HttpConnection.get(http, "/").status() == 404);
        cell = RoguePeer.cell(router.port("back"), "cell", "pool", "/x");
    }

    @AfterEach
    void endNest() throws IOException {
        cell.close();
        nest.close();
    }

    @Test
    void isServedAsAnyOtherWhenItKeepsToTheRules() throws IOException {
        try (RoguePeer gateway = RoguePeer.gateway(front, "good")) {
            gateway.send(request(ExchangeId.of(3, 7), "/x", Flags.FROM_CELL | Flags.NEST));
            Request dispatched = cell.await(Request.class);
            assertEquals(0, dispatched.flags(), "flags that only the router may write");
            cell.send(reply(dispatched.exchange()));
            Reply reply = gateway.await(Reply.class);
            assertEquals(ExchangeId.of(3, 7), reply.exchange());
            assertEquals(200, reply.status());
        }
    }

    @Test
    void isSentAwayWhenItUsesABusySlot() throws IOException {
        try (RoguePeer gateway = RoguePeer.gateway(front, "rogue")) {
            gateway.send(request(ExchangeId.of(1, 1), "/x", 0));
            gateway.send(request(ExchangeId.of(1, 2), "/x", 0));
            assertEquals("unexpected", gateway.await(Reject.class).code());
        }
        assertOthersAreServed();
    }

    @ParameterizedTest
    @ValueSource(ints = {GRANTED, GRANTED + 1, (1 << 20) - 1})
    void isSentAwayWhenItUsesASlotBeyondItsGrant(int slot) throws IOException {
        try (RoguePeer gateway = RoguePeer.gateway(front, "rogue")) {
            gateway.send(request(ExchangeId.of(slot, 1), "/x", 0));
            assertEquals("unexpected", gateway.await(Reject.class).code());
        }
        assertOthersAreServed();
    }

    @Test
    void cannotCancelWhatAnotherAskedFor() throws Exception {
        try (RoguePeer gateway = RoguePeer.gateway(front, "rogue")) {
            CompletableFuture<Answer> answer = get();
            Request dispatched = cell.await(Request.class);
            for (int slot = 0; slot < GRANTED; slot++) {
                gateway.send(new Cancel(ExchangeId.of(slot, 1), Cancel.Reason.ASKER_GONE));
            }
            gateway.send(new Cancel(dispatched.exchange(), Cancel.Reason.ASKER_GONE));
            // What it asks itself comes after its cancels have been looked at.
            gateway.send(request(ExchangeId.of(0, 9), "/x", 0));
            Request own = cell.await(Request.class);
            cell.send(reply(own.exchange()));
            cell.send(reply(dispatched.exchange()));
            assertEquals(200, answer.get(10, TimeUnit.SECONDS).status());
        }
    }

    @Test
    void isSentAwayWhenItAnswersOrServesAsIfItWereACell() throws IOException {
        try (RoguePeer gateway = RoguePeer.gateway(front, "rogue")) {
            gateway.send(reply(1));
            gateway.await(Reject.class);
        }
        try (RoguePeer gateway = new RoguePeer(front)) {
            gateway.send(RoguePeer.register(PeerKind.GATEWAY, "rogue", 4, "pool", 1, null));
            gateway.send(RoguePeer.routes("pool", "/x"));
            Object verdict = gateway.next();
            if (verdict instanceof Welcome welcome) {
                assertEquals(
                        0,
                        welcome.deployments().stream().filter(v -> v.accepted()).count());
            }
        }
        assertOthersAreServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x/y", "*", "http://a/x"})
    void isSentAwayWhenItsPathIsNone(String path) throws IOException {
        try (RoguePeer gateway = RoguePeer.gateway(front, "rogue")) {
            gateway.send(request(ExchangeId.of(1, 1), path, 0));
            gateway.await(Reject.class);
        }
        assertOthersAreServed();
    }

    /** Whatever reaches the cell is answered until the client's request is. */
    private void assertOthersAreServed() throws IOException {
        CompletableFuture<Answer> answer = get();
        boolean reached = false;
        while (!reached) {
            Request dispatched = cell.await(Request.class);
            cell.send(reply(dispatched.exchange()));
            // Only the real gateway says whose request it is.
            reached = dispatched.fields().first(Attributes.CLIENT) != null;
        }
        assertEquals(200, answer.join().status());
    }

    private CompletableFuture<Answer> get() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return HttpConnection.get(http, "/x");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static Request request(long exchange, String path, int flags) {
        return new Request(
                exchange, flags, 4_000, 0, "GET", false, HttpVersion.HTTP_1_1, path, "", Fields.EMPTY, Slice.EMPTY);
    }

    private static Reply reply(long exchange) {
        return new Reply(exchange, 0, 200, Fields.EMPTY, Slice.of("answered".getBytes(StandardCharsets.UTF_8)));
    }
}

package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.Test;

/** A client that has closed its sending side still reads (RFC 9112, section 9.6). */
class HalfCloseTest {
    @Test
    void answersAClientThatSendsNoMore() throws Exception {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady();
                RawClient raw = gateway.raw()) {
            raw.send("POST /x HTTP/1.1\nHost: a\nContent-Length: 2\n\nab");
            Request request = router.awaitRequest();
            raw.endOutput();
            // Another connection's whole exchange gives the first one time to be wrong.
            try (RawClient other = gateway.raw()) {
                other.send("GET /other HTTP/1.1\nHost: a\n\n");
                router.answer(FakeRouter.echo(router.awaitRequest()));
                assertTrue(other.answer().endsWith("GET /other\n"));
            }
            assertTrue(router.cancels.isEmpty());
            router.answer(FakeRouter.echo(request));
            String answer = raw.answer();
            assertTrue(answer.endsWith("POST /x\nab"), answer);
            assertTrue(raw.isClosedByPeer());
        }
    }

    @Test
    void answersAllThatWasSentBeforeTheEnd() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady();
                RawClient raw = gateway.raw()) {
            raw.send(
                            "GET /1 HTTP/1.1\nHost: a\n\nPOST /2 HTTP/1.1\nHost: a\nContent-Length: 2\n\nabGET /3 HTTP/1.1\nHost: a\n\n")
                    .endOutput();
            assertTrue(raw.answer().endsWith("GET /1\n"));
            assertTrue(raw.answer().endsWith("POST /2\nab"));
            assertTrue(raw.answer().endsWith("GET /3\n"));
            assertTrue(raw.isClosedByPeer());
            Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
            assertEquals(0, gateway.gatewayProcess.counters().value(Event.CLIENT_GONE));
        }
    }

    @Test
    void saysThatItClosesTheConnectionOfSuchAClient() throws Exception {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.io-threads=1")
                        .awaitReady();
                RawClient raw = gateway.raw();
                RawClient other = gateway.raw()) {
            raw.send("GET /x HTTP/1.1\nHost: a\n\n");
            Request request = router.awaitRequest();
            raw.endOutput();
            other.send("GET /{ HTTP/1.1\nHost: a\n\n").answer();
            router.answer(FakeRouter.echo(request));
            String answer = raw.answer();
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), answer);
        }
    }

    @Test
    void cancelsTheRequestOfSuchAClientWhereThatIsWanted() throws Exception {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.abort-on-close=true")
                        .awaitReady();
                RawClient raw = gateway.raw()) {
            raw.send("GET /x HTTP/1.1\nHost: a\n\n");
            Request request = router.awaitRequest();
            raw.endOutput();
            Await.until("a cancel", () -> !router.cancels.isEmpty());
            assertEquals(new Cancel(request.exchange(), Cancel.Reason.ASKER_GONE), router.cancels.remove());
        }
    }
}

package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A gateway that is told to stop, and connections that were kept. */
class DrainingTest {
    @Test
    void answersWhatComesOnAKeptConnectionWhileItStops() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.drain-time=30s", "gateway.drain-idle-time=30s")
                        .awaitReady();
                RawClient raw = gateway.raw()) {
            int port = gateway.gateway.httpPort();
            assertTrue(raw.send("GET /1 HTTP/1.1\nHost: a\n\n").answer().endsWith("GET /1\n"));
            Thread stopping = new Thread(gateway::stop);
            stopping.start();
            Await.until("the port is closed", () -> isClosed(port));
            String answer = raw.send("GET /2 HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(answer.endsWith("GET /2\n"), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), answer);
            assertTrue(raw.isClosedByPeer());
            raw.hangUp();
            stopping.join(20_000);
            assertFalse(stopping.isAlive(), "it waits though no connection is left");
        }
    }

    private static boolean isClosed(int port) {
        try {
            new RawClient(port).hangUp();
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}

package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
            int port = gateway.gatewayProcess.httpPort();
            assertTrue(raw.send("GET /1 HTTP/1.1\nHost: a\n\n").answer().endsWith("GET /1\n"));
            Thread stopping = new Thread(gateway::stop);
            stopping.start();
            Await.until("it stops", () -> gateway.readyz() == 503);
            assertTrue(isClosed(port));
            String answer = raw.send("GET /2 HTTP/1.1\nHost: a\n\n").answer();
            assertTrue(answer.endsWith("GET /2\n"), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"), answer);
            assertTrue(raw.isClosedByPeer());
            raw.hangUp();
            stopping.join(20_000);
            assertFalse(stopping.isAlive(), "it waits though no connection is left");
        }
    }

    @Test
    void refusesTheConnectionsOfClientsThatItToldToClose() throws Exception {
        int clients = 8;
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.drain-time=30s", "gateway.drain-idle-time=30s")
                        .awaitReady()) {
            ExecutorService threads = Executors.newFixedThreadPool(clients);
            CountDownLatch served = new CountDownLatch(clients);
            List<Future<String>> ends = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                ends.add(threads.submit(() -> askUntilClosed(gateway, served)));
            }
            assertTrue(served.await(20, TimeUnit.SECONDS), "not everybody was answered");
            gateway.stop();
            for (Future<String> end : ends) {
                assertEquals("refused", end.get(20, TimeUnit.SECONDS));
            }
            threads.shutdown();
        }
    }

    /** Asks on one connection until an answer closes it, then opens the next at once. */
    private static String askUntilClosed(TestGateway gateway, CountDownLatch served) throws Exception {
        int port = gateway.gatewayProcess.httpPort();
        try (RawClient raw = gateway.raw()) {
            String answer = raw.send("GET /1 HTTP/1.1\nHost: a\n\n").answer();
            served.countDown();
            do {
                answer = raw.send("GET /1 HTTP/1.1\nHost: a\n\n").answer();
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            } while (!answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n"));
            return isClosed(port) ? "refused" : "taken by a port that is being closed";
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

package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever takes long is done in pieces of so many steps, and requests are served between them. */
class BrokerPiecesTest {
    private static final int STEPS = 10;
    private static final int GATEWAYS = 6;
    private static final int REQUESTS_OF_GATEWAY = 50;
    private static final int REQUESTS = GATEWAYS * REQUESTS_OF_GATEWAY;
    private static final int MOST_PARKED = 1000;

    private final TestNest nest = new TestNest(null, MOST_PARKED, 64 << 20);
    private final List<TestGateway> gateways = new ArrayList<>();
    private final List<Long> requests = new ArrayList<>();

    BrokerPiecesTest() {
        nest.advance(3 * TestNest.SECOND);
        for (int i = 0; i < GATEWAYS; i++) {
            gateways.add(new TestGateway(nest, "g" + i));
        }
    }

    @Test
    void answersTheRequestsOfALostCell() {
        TestCell cell = TestCell.serving(nest, "a", REQUESTS, "/x");
        sendAll();
        assertEquals(REQUESTS, cell.waiting());
        betweenPieces(REQUESTS, () -> cell.die());
        eachRequest("502 unknown");
        assertEquals(0, nest.broker.status().inFlight());
    }

    @Test
    void answersRequestsWhoseDeadlinesPassAtOnce() {
        TestCell.serving(nest, "a", REQUESTS, "/x");
        sendAll();
        betweenPieces(REQUESTS, () -> {
            nest.nowNs += 6 * TestNest.SECOND;
            nest.turn();
        });
        eachRequest("504 unknown");
        assertEquals(0, nest.broker.status().timers());
    }

    @Test
    void cancelsWhatAGoneGatewayAskedFor() {
        TestCell cell = TestCell.serving(nest, "a", REQUESTS, "/x");
        sendAll();
        betweenPieces(REQUESTS_OF_GATEWAY, () -> nest.disconnect(gateways.get(1).connection));
        cell.read();
        assertEquals(REQUESTS_OF_GATEWAY, cell.cancels.size());
    }

    @Test
    void matchesAgainWhatWaitsForARouteThatIsGone() {
        TestCell cell = TestCell.serving(nest, "a", 0, "/x");
        sendAll();
        assertEquals(REQUESTS, nest.broker.status().parked());
        betweenPieces(REQUESTS, () -> cell.register(0, "app", "/y"));
        eachRequest("404 null");
        assertEquals(0, nest.broker.status().parked());
    }

    @Test
    void servesWhatWaitsWhenACellHasRoomForAllOfIt() {
        TestCell cell = TestCell.serving(nest, "a", 0, "/x");
        sendAll();
        betweenPieces(REQUESTS - ParkedRequests.MAX_SERVED, () -> cell.register(REQUESTS, "app", "/x"));
        assertEquals(REQUESTS, cell.waiting());
    }

    @Test
    void speaksToSomePeersInEachTurn() {
        TestNest large = TestNest.large();
        List<TestCell> cells = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            cells.add(TestCell.serving(large, "c" + i, 1, "/x" + i));
        }
        large.singleTurns = true;
        large.sentTo.clear();
        large.nowNs += TestNest.SECOND;
        int turns = 0;
        do {
            int before = large.sentTo.size();
            large.turn();
            turns++;
            assertTrue(large.sentTo.size() - before <= 16, "spoke to " + (large.sentTo.size() - before));
        } while (large.broker.isBusy());
        assertEquals(7, turns);
        for (TestCell cell : cells) {
            cell.read();
            assertEquals(1, cell.others.size(), cell.id);
        }
    }

    @Test
    void endsAShortTaskWhileALongOneGoesOn() {
        Tasks tasks = new Tasks(nest.slice);
        nest.slice.limit = 1;
        int[] steps = new int[2];
        tasks.add(nowNs -> ++steps[0] < 1000);
        tasks.add(nowNs -> ++steps[1] < 3);
        for (int turn = 0; turn < 6; turn++) {
            tasks.onTurn(0);
        }
        assertEquals(3, steps[0]);
        assertEquals(3, steps[1]);
        tasks.finish(0);
        assertEquals(1000, steps[0]);
    }

    private void sendAll() {
        eachGateway(gateway -> requests.add(gateway.send("POST", "/x", 5_000, 0)));
    }

    private void eachRequest(String outcome) {
        int[] next = new int[1];
        eachGateway(gateway -> assertEquals(outcome, gateway.outcome(requests.get(next[0]++))));
    }

    private void eachGateway(Consumer<TestGateway> action) {
        for (int i = 0; i < REQUESTS_OF_GATEWAY; i++) {
            gateways.forEach(action);
        }
    }

    /** Lets something happen, and counts the turns until all is done; a request is served in each. */
    private void betweenPieces(int leastSteps, Runnable event) {
        TestCell other = new TestCell(nest, "other");
        other.register(10, "other", "/between");
        TestGateway asking = new TestGateway(nest, "asking");
        nest.singleTurns = true;
        nest.slice.limit = STEPS;
        nest.slice.steps = 0;
        nest.slice.pieces = 0;
        event.run();
        int served = 0;
        while (nest.broker.isBusy()) {
            long exchange = asking.get("/between");
            other.reply(other.take());
            assertEquals(200, asking.status(exchange));
            served++;
        }
        nest.singleTurns = false;
        nest.turn();
        assertTrue(served > 0, "all was done at once");
        assertTrue(nest.slice.steps >= leastSteps, nest.slice.steps + " steps (expected: " + leastSteps + ")");
        assertTrue(
                nest.slice.pieces >= leastSteps / STEPS,
                nest.slice.steps + " steps in " + nest.slice.pieces + " pieces");
    }
}

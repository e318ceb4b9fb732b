package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Random;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that lie in chunks on their way through the broker, which are held no longer than they are needed. */
class BrokerLargeBodiesTest {
    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");
    private final byte[] body = new byte[10_000];
    private int slot;

    BrokerLargeBodiesTest() {
        new Random(3).nextBytes(body);
    }

    @AfterEach
    void holdsNothing() {
        assertEquals(0, nest.heldChunks());
    }

    private long post(String path) {
        long exchange = ExchangeId.of(slot++, 1);
        nest.say(
                gateway.connection,
                new Request(
                        exchange,
                        0,
                        0,
                        0,
                        "POST",
                        false,
                        HttpVersion.HTTP_1_1,
                        path,
                        "",
                        Fields.of("host", "localhost"),
                        Slice.of(body)));
        return exchange;
    }

    private void echo(TestCell cell, Request request) {
        nest.say(cell.connection, new Reply(request.exchange(), 0, 200, Fields.EMPTY, Slice.of(body)));
    }

    private void assertEchoed(long exchange) {
        gateway.read();
        Reply reply = gateway.replies.get(exchange);
        assertNotNull(reply);
        assertArrayEquals(body, reply.body().toByteArray());
    }

    @Test
    void areHeldWhileACellMayStillRefuseThem() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        long post = post("/x");
        assertEquals(1, nest.heldChunks());
        Request request = cell.take();
        assertArrayEquals(body, request.body().toByteArray());
        echo(cell, request);
        assertEchoed(post);
    }

    @Test
    void goToAnotherCellAfterARefusal() {
        TestCell a = TestCell.serving(nest, "a", 4, "/x");
        TestCell b = TestCell.serving(nest, "b", 4, "/x");
        long post = post("/x");
        TestCell first = a.waiting() == 1 ? a : b;
        TestCell second = first == a ? b : a;
        first.refuse(first.take());
        Request again = second.take();
        assertArrayEquals(body, again.body().toByteArray());
        echo(second, again);
        assertEchoed(post);
    }

    @Test
    void areCopiedWhereTheyWait() {
        TestCell cell = TestCell.serving(nest, "a", 1, "/x");
        long first = post("/x");
        long waiting = post("/x");
        echo(cell, cell.take());
        assertEchoed(first);
        Request request = cell.take();
        assertArrayEquals(body, request.body().toByteArray());
        echo(cell, request);
        assertEchoed(waiting);
    }

    @Test
    void areParkedAfterARefusalAndServedLater() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        long post = post("/x");
        cell.refuse(cell.take());
        assertEquals(0, nest.heldChunks());
        cell.heartbeat();
        Request again = cell.take();
        assertArrayEquals(body, again.body().toByteArray());
        echo(cell, again);
        assertEchoed(post);
    }

    @Test
    void areReleasedWithTheDeadline() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        post("/x");
        Request request = cell.take();
        nest.advance(60 * SECOND);
        assertEquals(0, nest.heldChunks());
        assertFalse(gateway.replies.containsKey(request.exchange()));
    }

    @Test
    void areReleasedWithTheirCell() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        post("/x");
        cell.take();
        cell.die();
        nest.advance(SECOND);
        assertEquals(0, nest.heldChunks());
    }

    @Test
    void areReleasedWithTheirGateway() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        post("/x");
        Request request = cell.take();
        nest.disconnect(gateway.connection);
        assertEquals(0, nest.heldChunks());
        echo(cell, request);
    }

    @Test
    void waitInArraysForAConnectionThatIsFull() {
        TestCell cell = TestCell.serving(nest, "a", 4, "/x");
        long post = post("/x");
        nest.full.add(gateway.connection);
        echo(cell, cell.take());
        assertEquals(0, nest.heldChunks());
        nest.full.clear();
        nest.advance(SECOND / 10);
        assertEchoed(post);
    }
}

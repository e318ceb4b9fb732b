package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Reply;
import org.junit.jupiter.api.Test;

class BadRepliesTest {
    private final List<String> told = new ArrayList<>();
    private final TestNest nest = TestNest.telling(new BrokerEvents() {
        @Override
        public void onBadReply(CellSession cell, Exchange exchange, String fault) {
            told.add(cell.peerId + " " + exchange.route() + " " + fault);
        }
    });
    private final TestGateway gateway = new TestGateway(nest, "gateway-1");
    private final TestCell cell = TestCell.serving(nest, "cell-a", 1, "/x");

    private long answerWith(int count, String name) {
        long get = gateway.get("/x");
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fields.add(name);
            fields.add("v");
        }
        nest.say(
                cell.connection,
                new Reply(cell.take().exchange(), 0, 200, Fields.of(fields.toArray(String[]::new)), Slice.EMPTY));
        return get;
    }

    @Test
    void namesTheCellWhoseAnswerNoGatewayCanWrite() {
        long get = answerWith(128, "set-cookie");
        assertEquals("502 unknown", gateway.outcome(get));
        assertFalse(gateway.isRepeatable(get), "the cell has run it");
        Reply reply = gateway.reply(get);
        assertNotNull(reply);
        String body = new String(reply.body().toByteArray(), StandardCharsets.UTF_8);
        assertTrue(body.contains("cell cell-a") && body.contains("128 fields set-cookie"), body);
        assertEquals(List.of("cell-a GET /x 128 fields set-cookie (expected: at most 127)"), told);
        assertEquals(1, nest.broker.status().counters().badReplies());
        assertEquals(0, nest.broker.status().inFlight());
        assertEquals(200, gateway.status(answerWith(127, "set-cookie")), "the session goes on");
    }

    @Test
    void leavesRoomForWhatGatewaysAdd() {
        assertEquals(200, gateway.status(answerWith(126, "vary")));
        assertEquals(502, gateway.status(answerWith(127, "vary")));
        assertEquals(502, gateway.status(answerWith(127, "server-timing")));
        assertEquals(200, gateway.status(answerWith(500, "connection")), "they do not pass anyway");
    }
}

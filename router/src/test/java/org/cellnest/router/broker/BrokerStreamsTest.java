package org.cellnest.router.broker;

import static org.cellnest.router.broker.TestNest.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that flow through the broker: one exchange at a time, and each way that it may end. */
class BrokerStreamsTest {
    private static final int HEAD = 28;

    private final TestNest nest = TestNest.ready();
    private final TestGateway gateway = new TestGateway(nest, "g");
    private final TestCell cell = TestCell.streaming(nest, "a", 2, "/x");

    BrokerStreamsTest() {
        gateway.takeOthers();
        cell.takeOthers();
    }

    @AfterEach
    void holdsNothing() {
        assertEquals(0, nest.heldChunks());
        nest.assertNothingRewritten();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void data(int connection, long exchange, long offset, byte[] bytes, boolean more) {
        nest.say(connection, new Data(exchange, more ? Flags.MORE : 0, offset, Slice.of(bytes)));
    }

    private void credit(int connection, long exchange, long limit) {
        nest.say(connection, new Credit(exchange, limit));
    }

    private void reset(int connection, long exchange, int directions, ErrorCode code) {
        nest.say(connection, new Reset(exchange, directions, code, "why"));
    }

    private void replyMore(long ticket, String first) {
        nest.say(cell.connection, new Reply(ticket, Flags.MORE, 200, Fields.EMPTY, Slice.of(bytes(first))));
    }

    private static <T> T only(Class<T> type, List<Message> messages) {
        assertEquals(1, messages.size(), messages.toString());
        return type.cast(messages.get(0));
    }

    private void assertComplete(long exchange, List<Message> messages) {
        Reset reset = only(Reset.class, messages);
        assertEquals(new Reset(exchange, Reset.BOTH, ErrorCode.COMPLETE, ""), reset);
    }

    private void assertAtRest() {
        assertEquals(0, nest.broker.status().inFlight());
        assertEquals(0, nest.broker.status().timers());
        assertEquals(0, nest.broker.status().retainedBytes());
        for (Session session : nest.broker.sessions().all()) {
            if (session instanceof CellSession held) {
                assertEquals(0, held.inFlight() + held.streams());
            } else if (session instanceof GatewaySession held) {
                assertEquals(0, held.outstanding());
            }
        }
    }

    private long uploadWithCredit(long limit) {
        long exchange = gateway.upload("/x", 0, bytes("first"));
        Request request = cell.take();
        assertTrue((request.flags() & Flags.MORE) != 0);
        credit(cell.connection, request.exchange(), limit);
        assertEquals(limit, only(Credit.class, gateway.takeOthers()).limit());
        ticket = request.exchange();
        return exchange;
    }

    private long ticket;

    @Test
    void anUploadFlowsWithinItsCreditAndEndsWithTheLastWord() {
        long exchange = uploadWithCredit(1_000);
        data(gateway.connection, exchange, 0, bytes("second"), true);
        data(gateway.connection, exchange, HEAD + 6, bytes("third"), false);
        List<Message> came = cell.takeOthers();
        assertArrayEquals(bytes("second"), ((Data) came.get(0)).bytes().toByteArray());
        assertTrue(((Data) came.get(0)).has(Flags.MORE));
        assertEquals(HEAD + 6, ((Data) came.get(1)).offset());
        assertFalse(((Data) came.get(1)).has(Flags.MORE));
        cell.reply(ticket, 201);
        assertEquals(201, gateway.status(exchange));
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void aDownloadFlowsWithinItsCreditAndItsEndIsTheLastWord() {
        long exchange = gateway.get("/x");
        long asked = cell.take().exchange();
        replyMore(asked, "first");
        assertTrue(gateway.replies.isEmpty());
        assertEquals(200, gateway.status(exchange));
        Reply head = gateway.reply(exchange);
        assertEquals(Flags.MORE, head == null ? 0 : head.flags());
        credit(gateway.connection, exchange, 100);
        assertEquals(new Credit(asked, 100), only(Credit.class, cell.takeOthers()));
        data(cell.connection, asked, 0, bytes("second"), false);
        Data end = only(Data.class, gateway.takeOthers());
        assertEquals(exchange, end.exchange());
        assertEquals(0, end.flags());
        assertAtRest();
    }

    @Test
    void anAnswerThatFlowsFreesTheSlotOfItsCall() {
        TestCell narrow = new TestCell(nest, "n").maxStreams(3);
        narrow.register(1, "narrow", "/n");
        gateway.get("/n");
        long second = gateway.get("/n");
        long asked = narrow.take().exchange();
        assertEquals(0, narrow.waiting());
        nest.say(narrow.connection, new Reply(asked, Flags.MORE, 200, Fields.EMPTY, Slice.EMPTY));
        narrow.reply(narrow.take());
        assertEquals(200, gateway.status(second));
    }

    @Test
    void bothBodiesFlowAtOnce() {
        long exchange = uploadWithCredit(1_000);
        replyMore(ticket, "answer");
        credit(gateway.connection, exchange, 1_000);
        assertEquals(200, gateway.status(exchange));
        data(cell.connection, ticket, 0, bytes("a"), false);
        only(Data.class, gateway.takeOthers());
        data(gateway.connection, exchange, 0, bytes("b"), false);
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void aCellThatWantsNoMoreOfARequestSaysSoAndAnswers() {
        long exchange = uploadWithCredit(1_000);
        reset(cell.connection, ticket, Reset.YOURS, ErrorCode.NOT_READ);
        cell.reply(ticket, 403);
        Reset stop = (Reset) gateway.takeOthers().get(0);
        assertEquals(ErrorCode.NOT_READ, stop.code());
        assertEquals(403, gateway.status(exchange));
        assertAtRest();
    }

    @Test
    void anAnswerBeforeTheEndOfItsRequestKeepsTheSlotUntilThatEnd() {
        long exchange = uploadWithCredit(1_000);
        cell.reply(ticket, 200);
        assertEquals(200, gateway.status(exchange));
        assertEquals(List.of(), gateway.takeOthers());
        data(gateway.connection, exchange, 0, new byte[0], false);
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void dataBeyondItsCreditBreaksTheExchangeOffForBothSides() {
        long exchange = uploadWithCredit(40);
        data(gateway.connection, exchange, 0, bytes("more than twelve bytes"), true);
        assertEquals(ErrorCode.OVERRUN, only(Reset.class, cell.takeOthers()).code());
        assertEquals(502, gateway.status(exchange));
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void aGapBreaksAnAnswerOff() {
        long exchange = gateway.get("/x");
        long asked = cell.take().exchange();
        replyMore(asked, "first");
        credit(gateway.connection, exchange, 1_000);
        cell.takeOthers();
        data(cell.connection, asked, 5, bytes("x"), true);
        Reset toGateway = only(Reset.class, gateway.takeOthers());
        assertEquals(Reset.BOTH, toGateway.directions());
        assertEquals(ErrorCode.OVERRUN, toGateway.code());
        assertEquals(ErrorCode.OVERRUN, only(Reset.class, cell.takeOthers()).code());
        assertAtRest();
    }

    @Test
    void dataWithoutAnyCreditIsAnOverrunWhileTheRequestWaits() {
        long exchange = gateway.upload("/x", 0, bytes("first"));
        data(gateway.connection, exchange, 0, bytes("x"), true);
        assertEquals(502, gateway.status(exchange));
        assertAtRest();
    }

    @Test
    void anEndWithoutBytesNeedsNoCredit() {
        long exchange = gateway.upload("/x", 0, bytes("first"));
        long asked = cell.take().exchange();
        data(gateway.connection, exchange, 0, new byte[0], false);
        assertFalse(only(Data.class, cell.takeOthers()).has(Flags.MORE));
        cell.reply(asked, 200);
        assertEquals(200, gateway.status(exchange));
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void aRequestThatIsRefusedAfterItsEndGoesToTheNextCellWhole() {
        TestCell other = TestCell.streaming(nest, "b", 2, "/x");
        long exchange = gateway.upload("/x", 0, bytes("first"));
        TestCell first = cell.waiting() == 1 ? cell : other;
        TestCell second = first == cell ? other : cell;
        Request request = first.take();
        data(gateway.connection, exchange, 0, new byte[0], false);
        first.refuse(request);
        Request again = second.take();
        assertEquals(0, again.flags() & Flags.MORE);
        second.reply(again);
        assertEquals(200, gateway.status(exchange));
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void aRefusalAfterTheFirstCreditIsNoRefusal() {
        long exchange = uploadWithCredit(1_000);
        nest.say(cell.connection, new Refuse(ticket, ErrorCode.BUSY, "late"));
        assertEquals(502, gateway.status(exchange));
        assertAtRest();
    }

    @Test
    void aLostCellBreaksAnAnswerOff() {
        long exchange = gateway.get("/x");
        replyMore(cell.take().exchange(), "first");
        assertEquals(200, gateway.status(exchange));
        cell.die();
        Reset lost = only(Reset.class, gateway.takeOthers());
        assertEquals(Reset.BOTH, lost.directions());
        assertEquals(ErrorCode.LANE_LOST, lost.code());
        assertEquals(0, nest.broker.status().inFlight());
    }

    @Test
    void aLostCellAnswersAnUploadOnce() {
        long exchange = uploadWithCredit(1_000);
        cell.die();
        Reply lost = gateway.reply(exchange);
        assertEquals(502, lost == null ? 0 : lost.status());
        assertEquals(0, lost == null ? -1 : lost.flags() & Flags.REPEATABLE);
        assertComplete(exchange, gateway.takeOthers());
        assertEquals(0, nest.broker.status().inFlight());
    }

    @Test
    void aLostGatewayEndsItsStreamsAtTheCell() {
        uploadWithCredit(1_000);
        nest.disconnect(gateway.connection);
        assertEquals(ErrorCode.ASKER_GONE, only(Reset.class, cell.takeOthers()).code());
        assertAtRest();
    }

    @Test
    void aCancelledStreamEndsWithTheCellsLastWord() {
        long exchange = gateway.get("/x");
        long asked = cell.take().exchange();
        replyMore(asked, "first");
        gateway.cancel(exchange);
        cell.read();
        assertEquals(1, cell.cancels.size());
        reset(cell.connection, asked, Reset.BOTH, ErrorCode.ASKER_GONE);
        assertEquals(
                ErrorCode.ASKER_GONE, only(Reset.class, gateway.takeOthers()).code());
        assertAtRest();
    }

    @Test
    void aBodyThatBreaksAtTheCellBreaksForTheGateway() {
        long exchange = gateway.get("/x");
        long asked = cell.take().exchange();
        replyMore(asked, "first");
        reset(cell.connection, asked, Reset.MINE, ErrorCode.BROKEN);
        Reset broken = only(Reset.class, gateway.takeOthers());
        assertEquals(new Reset(exchange, Reset.MINE, ErrorCode.BROKEN, "why"), broken);
        assertAtRest();
    }

    @Test
    void aCellThatBreaksOffBeforeItsAnswerIsAnsweredFor() {
        long exchange = uploadWithCredit(1_000);
        reset(cell.connection, ticket, Reset.BOTH, ErrorCode.BROKEN);
        assertEquals(502, gateway.status(exchange));
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void aGatewayThatResetsHasItsSlotBackAtOnce() {
        long exchange = uploadWithCredit(1_000);
        reset(gateway.connection, exchange, Reset.BOTH, ErrorCode.ASKER_GONE);
        assertEquals(ErrorCode.ASKER_GONE, only(Reset.class, cell.takeOthers()).code());
        assertAtRest();
        assertNull(gateway.reply(exchange));
    }

    @Test
    void aGatewayThatTakesNoMoreOfAnAnswerEndsThatDirection() {
        long exchange = gateway.get("/x");
        long asked = cell.take().exchange();
        replyMore(asked, "first");
        reset(gateway.connection, exchange, Reset.YOURS, ErrorCode.NOT_READ);
        assertEquals(ErrorCode.NOT_READ, only(Reset.class, cell.takeOthers()).code());
        gateway.read();
        assertComplete(exchange, gateway.takeOthers());
        assertAtRest();
    }

    @Test
    void theDeadlineCountsUntilTheFirstCredit() {
        long exchange = gateway.upload("/x", 500, bytes("first"));
        cell.take();
        nest.advance(SECOND);
        assertEquals(504, gateway.status(exchange));
        assertComplete(exchange, gateway.takeOthers());
        assertEquals(ErrorCode.DEADLINE, only(Reset.class, cell.takeOthers()).code());
        assertAtRest();
    }

    @Test
    void aBodyThatFlowsHasNoDeadlineAndTheAnswersTimeBeginsWithItsEnd() {
        long exchange = uploadWithCredit(10_000);
        for (int i = 0; i < 4; i++) {
            awake(20);
            data(gateway.connection, exchange, i * (HEAD + 1L), bytes("x"), true);
        }
        data(gateway.connection, exchange, 4 * (HEAD + 1L), new byte[0], false);
        awake(20);
        assertNull(gateway.reply(exchange));
        awake(11);
        assertEquals(504, gateway.status(exchange));
        assertAtRest();
    }

    @Test
    void aBodyWithoutProgressIsGivenUp() {
        long exchange = gateway.get("/x");
        replyMore(cell.take().exchange(), "first");
        gateway.takeOthers();
        awake(590);
        assertEquals(List.of(), gateway.takeOthers());
        awake(11);
        assertEquals(ErrorCode.IDLE, only(Reset.class, gateway.takeOthers()).code());
        assertEquals(ErrorCode.IDLE, only(Reset.class, cell.takeOthers()).code());
        assertEquals(200, gateway.status(exchange));
        assertAtRest();
    }

    /** Passes time in which both peers send their heartbeats. */
    private void awake(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nest.advance(SECOND);
            cell.heartbeat();
            nest.say(gateway.connection, Heartbeat.of(1));
        }
    }

    @Test
    void cellsWithoutSuchBodiesAreToldOfAsTooLarge() {
        TestCell.serving(nest, "old", 4, "/old");
        long exchange = gateway.upload("/old", 0, bytes("first"));
        assertEquals(413, gateway.status(exchange));
        assertComplete(exchange, gateway.takeOthers());
    }

    @Test
    void aCellTakesNoMoreStreamsThanItAnnounced() {
        gateway.upload("/x", 0, bytes("1"));
        gateway.upload("/x", 0, bytes("2"));
        long third = gateway.upload("/x", 0, bytes("3"));
        assertEquals(503, gateway.status(third));
        assertEquals(2, cell.waiting());
        long call = gateway.get("/x");
        cell.take();
        cell.take();
        cell.reply(cell.take());
        assertEquals(200, gateway.status(call));
    }

    @Test
    void aStreamWaitsForALostCell() {
        cell.die();
        long exchange = gateway.upload("/x", 0, bytes("first"));
        TestCell back = TestCell.streaming(nest, "a", 2, "/x");
        Request request = back.take();
        assertTrue((request.flags() & Flags.MORE) != 0);
        back.reply(request);
        assertEquals(200, gateway.status(exchange));
    }

    @Test
    void lowerLimitsAndLateRecordsAreIgnored() {
        long exchange = uploadWithCredit(1_000);
        long stale = nest.broker.status().counters().staleRecords();
        credit(cell.connection, ticket, 999);
        assertEquals(List.of(), gateway.takeOthers());
        reset(cell.connection, ticket, Reset.YOURS, ErrorCode.NOT_READ);
        gateway.takeOthers();
        data(gateway.connection, exchange, 0, bytes("late"), true);
        credit(cell.connection, ticket, 2_000);
        assertEquals(List.of(), gateway.takeOthers());
        assertEquals(List.of(), cell.takeOthers());
        assertEquals(stale + 3, nest.broker.status().counters().staleRecords());
    }

    @Test
    void creditIsWithheldWhileMuchWaitsForItsReceiver() {
        long exchange = gateway.get("/x");
        long asked = cell.take().exchange();
        replyMore(asked, "first");
        gateway.read();
        credit(gateway.connection, exchange, 2_000_000);
        cell.takeOthers();
        nest.full.add(gateway.connection);
        byte[] large = new byte[60_000];
        long offset = 0;
        while (offset < 600_000) {
            data(cell.connection, asked, offset, large, true);
            offset += large.length + HEAD;
        }
        credit(gateway.connection, exchange, 3_000_000);
        assertEquals(List.of(), cell.takeOthers());
        nest.full.clear();
        nest.advance(SECOND / 10);
        assertEquals(3_000_000, only(Credit.class, cell.takeOthers()).limit());
        assertEquals(offset / (large.length + HEAD), gateway.takeOthers().size());
    }

    @Test
    void aBodyBeyondTheOutboxIsBrokenOffAlone() {
        long exchange = gateway.get("/x");
        long asked = cell.take().exchange();
        replyMore(asked, "first");
        gateway.read();
        credit(gateway.connection, exchange, 20_000_000);
        cell.takeOthers();
        nest.full.add(gateway.connection);
        byte[] large = new byte[60_000];
        for (int i = 0; i < 18; i++) {
            data(cell.connection, asked, i * (long) (large.length + HEAD), large, true);
        }
        assertEquals(ErrorCode.SLOW, only(Reset.class, cell.takeOthers()).code());
        nest.full.clear();
        nest.advance(SECOND / 10);
        List<Message> came = gateway.takeOthers();
        assertEquals(ErrorCode.SLOW, ((Reset) came.get(came.size() - 1)).code());
        assertAtRest();
    }
}

package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.Welcome;
import org.cellnest.runtime.deploy.DeployFixture;
import org.cellnest.runtime.deploy.Deployment;
import org.cellnest.runtime.deploy.TestJars;
import org.cellnest.runtime.handler.ReplyContent;
import org.cellnest.runtime.stream.FlowingBody;
import org.cellnest.runtime.stream.ReplyFlow;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Counts requests and answers whose bodies flow, of which nothing is left. */
@Timeout(60)
class RequestStreamsTest {
    @TempDir
    Path root;

    private @Nullable DeployFixture cell;
    private final CellStreams streams = new CellStreams(2, 1 << 20);
    private final Concurrency concurrency = new Concurrency(10, () -> {});
    private SessionExchanges session = FlowFixture.session();
    private final Rest rest = new Rest();

    private static final class Rest implements FlowingBody {
        @Nullable
        ReplyFlow out;

        int discarded;

        @Override
        public void start(ReplyFlow to) {
            out = to;
        }

        @Override
        public void discard() {
            discarded++;
        }
    }

    @BeforeEach
    void deploy() throws IOException {
        DeployFixture opened = new DeployFixture(root);
        cell = opened;
        TestJars.answering("one").writeTo(opened.file("demo.jar"));
        opened.settle();
    }

    @AfterEach
    void close() throws IOException {
        Objects.requireNonNull(cell).close();
    }

    private Deployment deployment() {
        return Objects.requireNonNull(Objects.requireNonNull(cell).deploymentOf("/version"));
    }

    /** A request whose handler is in the test's hands. */
    private RequestInFlight begin(long exchange, int flags) {
        Deployment deployment = deployment();
        Request request = new Request(
                exchange,
                flags,
                0,
                deployment.firstRoute(),
                "GET",
                false,
                HttpVersion.HTTP_1_1,
                "/version",
                "",
                Fields.EMPTY,
                Slice.EMPTY);
        assertTrue(deployment.enter());
        if (flags == 0) {
            assertTrue(concurrency.tryAcquire());
        } else {
            assertTrue(streams.tryOpen() && streams.budget().tryAdmit());
        }
        RequestInFlight begun =
                new RequestInFlight(session, deployment, concurrency, streams, "c1", request, new ManualClock(), null);
        assertTrue(session.begin(begun));
        assertTrue(flags == 0 || begun.join());
        begun.mayBegin();
        return begun;
    }

    private ReplyContent flowing() {
        return new ReplyContent(200, Fields.EMPTY, Slice.EMPTY, rest);
    }

    private List<Message> sent() {
        List<Message> sent = new ArrayList<>();
        session.drain(sent::add, 100, true);
        Message record;
        while ((record = session.flows().poll()) != null) {
            sent.add(record);
        }
        return sent;
    }

    private void assertNothingIsLeft() {
        assertEquals(0, session.running());
        assertEquals(0, session.calls());
        assertEquals(0, concurrency.running());
        assertEquals(0, streams.open());
        assertEquals(0, streams.budget().promised());
        assertEquals(0, deployment().streams().count());
    }

    @Test
    void makesAStreamOfACallWhoseAnswerFlows() {
        RequestInFlight request = begin(1, 0);
        assertEquals(1, session.calls());
        request.reply(request.execution(), flowing());
        assertEquals(0, session.calls());
        assertEquals(1, session.running());
        assertEquals(0, concurrency.running());
        assertEquals(1, streams.open());
        assertTrue(((Reply) sent().get(0)).has(Flags.MORE));
        Objects.requireNonNull(rest.out).end();
        assertNothingIsLeft();
    }

    @Test
    void countsARequestThatFlowsAsNoCall() {
        RequestInFlight request = begin(1, Flags.MORE);
        assertEquals(0, session.calls());
        assertEquals(0, concurrency.running());
        assertEquals(1, deployment().streams().count());
        request.reply(request.execution(), new ReplyContent(401, Fields.EMPTY, Slice.EMPTY));
        List<Message> sent = sent();
        assertEquals(new Reset(1, Reset.YOURS, ErrorCode.NOT_READ, "answered"), sent.get(0));
        assertEquals(401, ((Reply) sent.get(1)).status());
        assertNothingIsLeft();
    }

    @Test
    void answers503WhereThereAreTooManyStreams() {
        begin(1, Flags.MORE);
        begin(2, Flags.MORE);
        RequestInFlight third = begin(3, 0);
        third.reply(third.execution(), flowing());
        assertEquals(1, rest.discarded);
        assertEquals(503, ((Reply) sent().get(0)).status());
        assertEquals(2, session.running());
        assertEquals(0, concurrency.running());
    }

    @Test
    void answers500WhereTheRouterKnowsNoBodiesThatFlow() {
        Limits old = new Limits(1 << 20, 64, 1 << 18, 1 << 18, 256, 0);
        session = new SessionExchanges(
                new Hello(1, "r", "i", 1_000, 3, false, old),
                new Welcome("s", 1, true, 0, List.of()),
                concurrency,
                new LinkMetrics(),
                2_000_000_000L,
                0,
                FlowFixture.NO_SENDER,
                () -> {});
        RequestInFlight request = begin(1, 0);
        request.reply(request.execution(), flowing());
        assertEquals(1, rest.discarded);
        assertEquals(500, ((Reply) sent().get(0)).status());
        assertNothingIsLeft();
    }

    @Test
    void sendsNothingOfAnAnswerToACancelledCall() {
        RequestInFlight request = begin(1, 0);
        session.cancel(1, ErrorCode.ASKER_GONE);
        request.reply(request.execution(), flowing());
        assertEquals(1, rest.discarded);
        assertEquals(0, ((Reply) sent().get(0)).flags());
        assertNothingIsLeft();
    }

    @Test
    void endsCancelledStreamsByReset() {
        RequestInFlight answered = begin(1, 0);
        answered.reply(answered.execution(), flowing());
        RequestInFlight running = begin(2, Flags.MORE);
        session.cancel(1, ErrorCode.ASKER_GONE);
        session.cancel(2, ErrorCode.DEADLINE);
        assertEquals(1, session.running(), "the handler still runs");
        assertTrue(running.execution().cancelled());
        running.reply(running.execution(), new ReplyContent(503, Fields.EMPTY, Slice.EMPTY));
        assertNothingIsLeft();
        assertEquals(2, sent().stream().filter(Reset.class::isInstance).count());
    }

    @Test
    void saysNothingOnceTheSessionIsOver() {
        RequestInFlight answered = begin(1, 0);
        answered.reply(answered.execution(), flowing());
        RequestInFlight running = begin(2, Flags.MORE);
        RequestInFlight call = begin(3, 0);
        sent();
        session.end(ErrorCode.SILENT, "gone");
        running.reply(running.execution(), flowing());
        call.reply(call.execution(), flowing());
        assertEquals(2, rest.discarded);
        assertEquals(List.of(), sent());
        assertNothingIsLeft();
    }

    @Test
    void refusesAStreamThatHasNotBegun() {
        RequestInFlight request = begin(1, Flags.MORE);
        request.refuse(ErrorCode.BUSY, "full");
        assertInstanceOf(Refuse.class, sent().get(0));
        assertNothingIsLeft();
    }

    @Test
    void breaksOffWhatStillFlowsWhenTheCellLeaves() {
        RequestInFlight answered = begin(1, 0);
        answered.reply(answered.execution(), flowing());
        session.breakOffStreams(ErrorCode.DRAINING, "the cell leaves");
        assertEquals(new Reset(1, Reset.MINE, ErrorCode.DRAINING, "the cell leaves"), sent().get(1));
        assertNothingIsLeft();
    }
}

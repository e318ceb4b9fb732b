package org.cellnest.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Reset;
import org.cellnest.runtime.FakeRouter.Cell;
import org.cellnest.runtime.FakeRouter.Received;
import org.cellnest.runtime.deploy.TestJars;
import org.cellnest.telemetry.MetricNames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose bodies flow to a whole cell, from a router in the test's hands. */
@Tag("transport")
@Timeout(60)
class CellStreamsTest {
    private static final String HANDLERS = "package demo; import org.cellnest.cell.Route; public class Handlers {"
            + " @Route(\"/version\") public String version() { return \"one\"; }"
            + " @Route(\"/wait\") public String waiting() throws Exception {"
            + " new java.util.concurrent.CountDownLatch(1).await(); return \"\"; } }";

    @TempDir
    Path root;

    private final FakeRouter router = new FakeRouter();
    private @Nullable CellProcess cell;

    @BeforeEach
    void deploy() throws IOException {
        Files.createDirectories(root.resolve("cells"));
        TestJars.jar().source("demo.Handlers", HANDLERS).writeTo(root.resolve("cells/demo.jar"));
    }

    @AfterEach
    void stop() {
        router.close();
        if (cell != null) {
            cell.stop();
        }
    }

    private Cell start(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "cell.routers=" + router.endpoint(),
                "cell.directory=" + root.resolve("cells"),
                "cell.work-directory=" + root.resolve("work"),
                "cell.id=c1",
                TestTransport.setting(),
                "cell.drain-time=0s"));
        settings.addAll(Arrays.asList(more));
        cell = CellProcess.start(Settings.of(settings.toArray(String[]::new)), (message, cause) -> {
            throw new AssertionError(message, cause);
        });
        return router.accept();
    }

    private void request(Cell registered, long exchange, String path) {
        Request request = FakeRouter.request(exchange, registered.route("GET " + path), path);
        router.send(registered.primary(), FakeRouter.flowing(request));
    }

    private void awaitStreams(long expected) {
        Heartbeat heartbeat;
        do {
            heartbeat = (Heartbeat) router.next(MessageType.HEARTBEAT).message();
        } while (heartbeat.sequence() < 2 || heartbeat.counters().getOrDefault(MetricNames.STREAMS, 0L) != expected);
        assertEquals(0, heartbeat.running(), "streams are no requests that run");
    }

    @Test
    void announcesHowManyItTakes() throws Exception {
        assertEquals(4_096, start().register().maxStreams());
    }

    @Test
    void wantsNoMoreOfABodyThatItsHandlerDidNotRead() throws Exception {
        Cell registered = start();
        request(registered, 1, "/version");
        Received reset = router.next(MessageType.RESET);
        assertEquals(new Reset(1, Reset.YOURS, ErrorCode.NOT_READ, "answered"), reset.message());
        assertEquals(registered.lane(), reset.connection());
        assertEquals(200, ((Reply) router.next(MessageType.REPLY).message()).status());
        assertTrue(router.waiting(MessageType.CREDIT).isEmpty());
        awaitStreams(0);
    }

    @Test
    void refusesStreamsBeyondItsBound() throws Exception {
        Cell registered = start("cell.max-streams=1");
        request(registered, 1, "/wait");
        request(registered, 2, "/wait");
        Refuse refused = (Refuse) router.next(MessageType.REFUSE).message();
        assertEquals(2, refused.exchange());
        assertEquals(ErrorCode.BUSY, refused.code());
        assertTrue(refused.reason().contains("cell.max-streams"), refused.reason());
        awaitStreams(1);
    }

    @Test
    void endsACancelledStreamByReset() throws Exception {
        Cell registered = start();
        request(registered, 1, "/wait");
        awaitStreams(1);
        router.send(registered.primary(), new Cancel(1, Cancel.Reason.ASKER_GONE));
        Reset reset = (Reset) router.next(MessageType.RESET).message();
        assertEquals(Reset.BOTH, reset.directions());
        awaitStreams(0);
        assertEquals(List.of(), router.waiting(MessageType.REPLY));
    }

    @Test
    void breaksOffABodyThatComesWithoutCreditInTheBatchOfItsRequest() throws Exception {
        Cell registered = start();
        Request request = FakeRouter.request(1, registered.route("GET /wait"), "/wait");
        router.send(
                registered.primary(),
                List.of(FakeRouter.flowing(request), new Data(1, Flags.MORE, 0, Slice.of(new byte[10]))));
        Reset reset = (Reset) router.next(MessageType.RESET).message();
        assertEquals(ErrorCode.OVERRUN, reset.code());
        assertEquals(Reset.BOTH, reset.directions());
        awaitStreams(0);
    }

    @Test
    void owesNothingAfterAResetOfTheWholeExchange() throws Exception {
        Cell registered = start();
        request(registered, 1, "/wait");
        awaitStreams(1);
        router.send(registered.primary(), new Reset(1, Reset.BOTH, ErrorCode.IDLE, ""));
        awaitStreams(0);
        assertEquals(List.of(), router.waiting(MessageType.REPLY));
        assertEquals(List.of(), router.waiting(MessageType.RESET));
    }

    @Test
    void breaksOffStreamsOfADeploymentThatIsRemoved() throws Exception {
        Cell registered = start("cell.scan-interval=20ms");
        request(registered, 1, "/wait");
        awaitStreams(1);
        Files.delete(root.resolve("cells/demo.jar"));
        router.acceptAgain(registered);
        Reset reset = (Reset) router.next(MessageType.RESET).message();
        assertEquals(new Reset(1, Reset.YOURS, ErrorCode.DRAINING, reset.reason()), reset);
        assertEquals(1, router.next(MessageType.REPLY).record().exchange());
        awaitStreams(0);
    }
}

package org.cellnest.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cellnest.process.logging.ProcessLogging;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.Attributes;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.LogLevel;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.Welcome;
import org.cellnest.runtime.FakeRouter.Cell;
import org.cellnest.runtime.FakeRouter.Received;
import org.cellnest.runtime.deploy.TestJars;
import org.cellnest.telemetry.HeartbeatMetrics;
import org.cellnest.telemetry.MetricNames;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole cell, with its threads and sockets, against a router in the test's hands. */
@Tag("transport")
@Timeout(60)
class CellProcessTest {
    private static final String KEY = "a key of more than sixteen characters";

    /** Handlers that wait do so until a file appears, which both sides can see. */
    private static final String HANDLERS = "package demo; import org.cellnest.cell.Route; public class Handlers {"
            + " @Route(\"/version\") public String version() { return \"one\"; }"
            + " @Route(\"/large\") public String large() { return \"x\".repeat(5000); }"
            + " @Route(\"/huge\") public byte[] huge() { return new byte[900_000]; }"
            + " @Route(\"/wait\") public String waiting() throws Exception {"
            + " java.nio.file.Path gate = java.nio.file.Path.of(\"GATE\");"
            + " while (!java.nio.file.Files.exists(gate)) {"
            + " if (Thread.interrupted()) throw new InterruptedException();"
            + " java.util.concurrent.locks.LockSupport.parkNanos(1_000_000); }"
            + " return \"waited\"; } }";

    @TempDir
    Path root;

    private FakeRouter router = new FakeRouter();
    private @Nullable CellProcess cell;

    @BeforeEach
    void deploy() throws IOException {
        Files.createDirectories(root.resolve("cells"));
        handlers().writeTo(root.resolve("cells/demo.jar"));
    }

    private TestJars handlers() {
        return TestJars.jar().source("demo.Handlers", HANDLERS.replace("GATE", gate().toString()));
    }

    private Path gate() {
        return root.resolve("gate");
    }

    @AfterEach
    void stop() throws IOException {
        if (!Files.exists(gate())) {
            Files.createFile(gate());
        }
        router.close();
        if (cell != null) {
            cell.stop();
        }
    }

    private void start(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of(
                "cell.routers=" + router.endpoint(),
                "cell.directory=" + root.resolve("cells"),
                "cell.work-directory=" + root.resolve("work"),
                "cell.id=c1",
                TestTransport.setting(),
                "cell.scan-interval=20ms",
                "cell.drain-time=10s"));
        settings.addAll(Arrays.asList(more));
        cell = CellProcess.start(Settings.of(settings.toArray(String[]::new)), (message, cause) -> {
            throw new AssertionError(message, cause);
        });
    }

    private Reply get(Cell registered, long exchange, String path) {
        router.send(registered.primary(), FakeRouter.request(exchange, registered.route("GET " + path), path));
        Received reply = router.next(MessageType.REPLY);
        assertEquals(exchange, reply.record().exchange());
        return (Reply) reply.message();
    }

    private static String text(Reply reply) {
        return new String(reply.body().toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void registersJoinsAndAnswersByItsSecondLane() throws Exception {
        start("cell.concurrency=40", "cell.labels={zone = a}");
        Cell registered = router.accept();
        assertEquals(PeerKind.CELL, registered.register().kind());
        assertEquals("c1", registered.register().id());
        assertEquals(40, registered.register().concurrency());
        assertEquals("a", registered.register().labels().get("zone"));
        assertEquals("demo", registered.register().deployments().get(0).name());
        router.send(registered.primary(), FakeRouter.request(7, registered.route("GET /version"), "/version"));
        Received reply = router.next(MessageType.REPLY);
        assertEquals(registered.lane(), reply.connection());
        assertEquals(7, reply.record().exchange());
        assertEquals("one", text((Reply) reply.message()));
    }

    @Test
    void answersEachRequestOfABatchOnce() throws Exception {
        start();
        Cell registered = router.accept();
        List<Request> requests = new ArrayList<>();
        Set<Long> expected = new HashSet<>();
        for (long exchange = 1; exchange <= 50; exchange++) {
            requests.add(FakeRouter.request(exchange, registered.route("GET /version"), "/version"));
            expected.add(exchange);
        }
        router.send(registered.primary(), requests);
        Set<Long> answered = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            assertTrue(answered.add(router.next(MessageType.REPLY).record().exchange()));
        }
        assertEquals(expected, answered);
        assertEquals(List.of(), router.waiting(MessageType.REPLY));
    }

    @Test
    void saysWhereTheTimeOfARequestWentIfItIsAsked() throws Exception {
        start();
        Cell registered = router.accept();
        Request plain = FakeRouter.request(1, registered.route("GET /version"), "/version");
        router.send(registered.primary(), plain);
        Reply untold = (Reply) router.next(MessageType.REPLY).message();
        assertNull(untold.fields().first(Attributes.QUEUE_US));
        router.send(registered.primary(), FakeRouter.timed(plain));
        Reply told = (Reply) router.next(MessageType.REPLY).message();
        assertEquals("one", text(told));
        assertEquals(untold.fields().first("content-type"), told.fields().first("content-type"));
        for (String name : List.of(Attributes.QUEUE_US, Attributes.HANDLER_US)) {
            assertTrue(String.valueOf(told.fields().first(name)).matches("[0-9]{1,9}"), told.fields()::toString);
        }
    }

    @Test
    void logsFromAnotherLevelOnAndReportsIt() throws Exception {
        start();
        Cell registered = router.accept();
        DeploymentInfo before = registered.register().deployments().get(0);
        assertEquals("info", before.meta().get(LogLevel.META));
        router.send(registered.primary(), new LogLevel(before.name(), "debug"));
        Cell again = router.acceptAgain(registered);
        assertEquals("debug", again.register().deployments().get(0).meta().get(LogLevel.META));
        assertEquals("debug", ProcessLogging.levels().nameOf(before.name()));
        router.send(registered.primary(), new LogLevel(before.name(), null));
        again = router.acceptAgain(registered);
        assertEquals("info", again.register().deployments().get(0).meta().get(LogLevel.META));
        assertEquals("one", text(get(again, 5, "/version")));
    }

    @Test
    void namesItselfAndTheRouteIfItIsAsked() throws Exception {
        start("cell.id=cell-7");
        Cell registered = router.accept();
        Request plain = FakeRouter.request(1, registered.route("GET /version"), "/version");
        router.send(registered.primary(), plain);
        assertNull(((Reply) router.next(MessageType.REPLY).message()).fields().first(Attributes.SERVED_BY));
        router.send(registered.primary(), FakeRouter.named(plain));
        Reply named = (Reply) router.next(MessageType.REPLY).message();
        assertEquals("cell-7 /version", named.fields().first(Attributes.SERVED_BY));
        assertEquals("one", text(named));
    }

    @Test
    void tellsWithItsHeartbeatsWhatItDid() throws Exception {
        start("cell.concurrency=1");
        Cell registered = router.accept();
        for (int exchange = 1; exchange <= 5; exchange++) {
            assertEquals("one", text(get(registered, exchange, "/version")));
        }
        router.send(registered.primary(), FakeRouter.request(6, registered.route("GET /wait"), "/wait"));
        router.send(registered.primary(), FakeRouter.request(7, registered.route("GET /wait"), "/wait"));
        router.next(MessageType.REFUSE);
        HeartbeatMetrics metrics = new HeartbeatMetrics(0);
        while (metrics.value(MetricNames.REFUSED) == 0) {
            Heartbeat heartbeat = (Heartbeat) router.next(MessageType.HEARTBEAT).message();
            metrics = HeartbeatMetrics.of(heartbeat.counters());
        }
        assertEquals(5, metrics.value("status.2xx"));
        assertEquals(1, metrics.value(MetricNames.REFUSED));
        assertEquals(5, metrics.histogram(MetricNames.QUEUE).count());
        assertEquals(5, metrics.histogram(MetricNames.HANDLER).count());
        assertTrue(metrics.value(MetricNames.JVM_HEAP_USED) > 0);
    }

    @Test
    void keepsItsHeartbeatWhileHandlersBlock() throws Exception {
        start("cell.concurrency=4");
        Cell registered = router.accept();
        for (long exchange = 1; exchange <= 4; exchange++) {
            router.send(registered.primary(), FakeRouter.request(exchange, registered.route("GET /wait"), "/wait"));
        }
        Heartbeat busy = (Heartbeat) router.next(MessageType.HEARTBEAT).message();
        while (busy.running() < 4 || busy.oldestMs() < 300) {
            busy = (Heartbeat) router.next(MessageType.HEARTBEAT).message();
        }
        Files.createFile(gate());
        for (int i = 0; i < 4; i++) {
            assertEquals("waited", text((Reply) router.next(MessageType.REPLY).message()));
        }
    }

    @Test
    void refusesWhatIsBeyondItsConcurrency() throws Exception {
        start("cell.concurrency=2");
        Cell registered = router.accept();
        int route = registered.route("GET /wait");
        router.send(
                registered.primary(),
                List.of(
                        FakeRouter.request(1, route, "/wait"),
                        FakeRouter.request(2, route, "/wait"),
                        FakeRouter.request(3, route, "/wait")));
        Refuse refused = (Refuse) router.next(MessageType.REFUSE).message();
        assertEquals(3, refused.exchange());
        assertEquals(ErrorCode.BUSY, refused.code());
    }

    @Test
    void refusesARouteItDoesNotHave() throws Exception {
        start();
        Cell registered = router.accept();
        router.send(registered.primary(), FakeRouter.request(5, 9_999, "/version"));
        Refuse refused = (Refuse) router.next(MessageType.REFUSE).message();
        assertEquals(5, refused.exchange());
        assertEquals(ErrorCode.NO_ROUTE, refused.code());
    }

    @Test
    void interruptsACancelledRequestAndStillAnswersIt() throws Exception {
        start();
        Cell registered = router.accept();
        router.send(registered.primary(), FakeRouter.request(1, registered.route("GET /wait"), "/wait"));
        Heartbeat busy = (Heartbeat) router.next(MessageType.HEARTBEAT).message();
        while (busy.running() == 0) {
            busy = (Heartbeat) router.next(MessageType.HEARTBEAT).message();
        }
        router.send(registered.primary(), new Cancel(1, Cancel.Reason.DEADLINE));
        assertEquals(1, router.next(MessageType.REPLY).record().exchange());
        while (busy.running() > 0) {
            busy = (Heartbeat) router.next(MessageType.HEARTBEAT).message();
        }
    }

    @Test
    void registersAnewAfterRejectAndDropsRepliesOfTheSessionThatEnded() throws Exception {
        start();
        Cell first = router.accept();
        router.send(first.primary(), FakeRouter.request(1, first.route("GET /wait"), "/wait"));
        router.send(first.primary(), new Reject(ErrorCode.KICKED.wireName(), "a test says so"));
        Cell second = router.accept();
        assertNotEquals(first.primary(), second.primary());
        assertEquals(first.register().incarnation(), second.register().incarnation());
        Files.createFile(gate());
        assertEquals("one", text(get(second, 2, "/version")));
        assertEquals(List.of(), router.waiting(MessageType.REPLY));
    }

    @Test
    void findsARouterThatStartsLaterOrComesBack() throws Exception {
        String endpoint = router.endpoint();
        start();
        router.accept();
        router.close();
        router = new FakeRouter(endpoint, false, Limits.DEFAULT);
        assertEquals("one", text(get(router.accept(), 1, "/version")));
    }

    @Test
    void answersBothVersionsWhileAJarIsSwapped() throws Exception {
        start();
        Cell before = router.accept();
        TestJars.answering("two").writeTo(root.resolve("cells/demo.jar"));
        Received registered = router.next(MessageType.REGISTER);
        Register register = (Register) registered.message();
        Cell after = new Cell(before.primary(), registered.connection(), register, router.routes(register));
        assertTrue(register.revision() > before.register().revision());
        assertEquals("one", text(get(before, 1, "/version")));
        assertEquals("two", text(get(after, 2, "/version")));
        router.welcome(before.primary(), register);
        ErrorCode code = ErrorCode.UNKNOWN;
        for (long exchange = 3; code != ErrorCode.NO_ROUTE; exchange++) {
            router.send(before.primary(), FakeRouter.request(exchange, before.route("GET /version"), "/version"));
            Received last = nextFinal();
            code = last.message() instanceof Refuse refuse ? refuse.code() : ErrorCode.UNKNOWN;
        }
        assertEquals("two", text(get(after, 1_000_000, "/version")));
    }

    private Received nextFinal() {
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() - untilNs < 0) {
            if (!router.waiting(MessageType.REFUSE).isEmpty()) {
                return router.next(MessageType.REFUSE);
            }
            if (!router.waiting(MessageType.REPLY).isEmpty()) {
                return router.next(MessageType.REPLY);
            }
        }
        throw new AssertionError("no final record came");
    }

    @Test
    void provesThatItKnowsTheKeyOnEachConnection() throws Exception {
        router.close();
        router = new FakeRouter("tcp://127.0.0.1:*", true, Limits.DEFAULT);
        start("nest.key=" + KEY);
        KeyProof key = new KeyProof(KEY);
        byte[] nonce = new byte[KeyProof.NONCE_BYTES];
        Received registered = router.next(MessageType.REGISTER);
        Register register = (Register) registered.message();
        router.routes(register);
        byte[] cellNonce = Objects.requireNonNull(register.key()).nonce();
        router.send(registered.connection(), new Challenge(nonce, key.ofRouter(cellNonce, nonce)));
        Prove prove = (Prove) router.next(MessageType.PROVE).message();
        assertTrue(KeyProof.matches(
                key.ofPeer(PeerKind.CELL, "c1", register.incarnation(), 0, cellNonce, nonce, registered.record()),
                prove.proof()));
        router.send(registered.connection(), new Welcome("s", register.revision(), true, 0, List.of()));
        Received joined = router.next(MessageType.JOIN);
        byte[] laneNonce =
                Objects.requireNonNull(((Join) joined.message()).key()).nonce();
        assertFalse(Arrays.equals(cellNonce, laneNonce));
        router.send(joined.connection(), new Challenge(nonce, key.ofRouter(laneNonce, nonce)));
        prove = (Prove) router.next(MessageType.PROVE).message();
        assertTrue(KeyProof.matches(
                key.ofPeer(PeerKind.CELL, "c1", register.incarnation(), 1, laneNonce, nonce, joined.record()),
                prove.proof()));
    }

    @Test
    void staysAwayFromARouterThatDoesNotKnowTheKey() throws Exception {
        router.close();
        router = new FakeRouter("tcp://127.0.0.1:*", true, Limits.DEFAULT);
        start("nest.key=" + KEY);
        for (int attempt = 0; attempt < 2; attempt++) {
            Received registered = router.next(MessageType.REGISTER);
            router.send(
                    registered.connection(),
                    new Challenge(new byte[KeyProof.NONCE_BYTES], new byte[KeyProof.MAC_BYTES]));
        }
        assertEquals(List.of(), router.waiting(MessageType.PROVE));
    }

    @Test
    void answers500InPlaceOfAReplyThatTheRouterDoesNotTake() throws Exception {
        router.close();
        router = new FakeRouter("tcp://127.0.0.1:*", false, Limits.DEFAULT.withMaxMessageBytes(4096));
        start();
        Cell registered = router.accept();
        Reply reply = get(registered, 1, "/large");
        assertEquals(500, reply.status());
        assertEquals("application/problem+json", reply.fields().first("content-type"));
        assertEquals("one", text(get(registered, 2, "/version")));
    }

    @Test
    void keepsItsAnswersWhileTheRouterDoesNotReadThem() throws Exception {
        start();
        Cell registered = router.accept();
        router.hold(registered.lane(), true);
        int huge = registered.route("GET /huge");
        Set<Long> expected = new HashSet<>();
        for (long exchange = 1; exchange <= 40; exchange++) {
            router.send(registered.primary(), FakeRouter.request(exchange, huge, "/huge"));
            expected.add(exchange);
        }
        router.send(registered.primary(), FakeRouter.request(41, registered.route("GET /version"), "/version"));
        expected.add(41L);
        for (int i = 0; i < 10; i++) {
            assertEquals(List.of(), router.waiting(MessageType.REPLY));
            router.send(registered.primary(), Heartbeat.of(i));
        }
        router.hold(registered.lane(), false);
        Set<Long> answered = new HashSet<>();
        while (answered.size() < expected.size()) {
            assertTrue(answered.add(router.next(MessageType.REPLY).record().exchange()));
        }
        assertEquals(expected, answered);
        assertEquals(List.of(), router.waiting(MessageType.REGISTER), "the session goes on");
    }

    @Test
    void finishesWhatRunsBeforeItSaysGoodbye() throws Exception {
        start();
        Cell registered = router.accept();
        router.send(registered.primary(), FakeRouter.request(1, registered.route("GET /wait"), "/wait"));
        CellProcess stopping = Objects.requireNonNull(cell);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::stop);
        router.next(MessageType.DRAIN);
        router.acceptAgain(registered);
        assertEquals(List.of(), router.waiting(MessageType.GOODBYE));
        Files.createFile(gate());
        assertEquals("waited", text((Reply) router.next(MessageType.REPLY).message()));
        router.next(MessageType.GOODBYE);
        stopped.get(20, TimeUnit.SECONDS);
        cell = null;
        try (var live = Files.walk(root.resolve("work"))) {
            assertEquals(
                    List.of(),
                    live.filter(path -> path.toString().contains("/live/")).toList());
        }
    }
}

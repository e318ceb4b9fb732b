package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellnest.buffer.Slice;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Project;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.TransportOfThisRun;
import org.cellnest.process.settings.Settings;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Goodbye;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.Routes;
import org.cellnest.protocol.Welcome;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.RouterProcess;
import org.cellnest.transport.Inbound;
import org.cellnest.transport.RouterSocket;
import org.cellnest.transport.RouterSocketSettings;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cell of docs/examples, which knows the protocol from its page alone, against our router. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("transport")
@Tag("null-mechanism")
class PythonCellIT {
    private static final int DATA_HEAD_BYTES = 28;
    private static final String PYTHON = "/usr/bin/python3";
    private static final String KEY = "correct horse battery staple";

    @TempDir
    Path folder;

    private final Deque<Message> arrived = new ArrayDeque<>();
    private @Nullable Process cell;
    private @Nullable RouterProcess router;

    @BeforeAll
    static void needsPythonAndZeroMq() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is not there");
        Process look = new ProcessBuilder(PYTHON, "-c", "import zmq")
                .redirectErrorStream(true)
                .start();
        look.getInputStream().readAllBytes();
        assumeTrue(look.waitFor() == 0, "Debian's python3-zmq is not there");
    }

    @AfterEach
    void endAll() throws InterruptedException {
        if (cell != null) {
            cell.destroyForcibly().waitFor();
        }
        if (router != null) {
            router.stop();
        }
    }

    @Test
    void answersSingleRequestsAndBatches() throws Exception {
        RouterProcess running = startRouter();
        startCell(running.backEndpoint());
        try (GatewayStub gateway = new GatewayStub(running.frontEndpoint(), null)) {
            awaitServed(gateway);
            Reply hello = gateway.ask(gateway.request("GET", "/py/hello/b\u00eblly", "", new byte[0]));
            assertEquals(200, hello.status());
            assertEquals("text/plain;charset=utf-8", hello.fields().first("content-type"));
            assertEquals("Hello, b\u00eblly", text(hello));
            byte[] body = new byte[300_000];
            new Random(1).nextBytes(body);
            assertArrayEquals(
                    body,
                    gateway.ask(gateway.request("POST", "/py/echo", "", body))
                            .body()
                            .toByteArray());
            List<Message> batch = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                batch.add(gateway.request("GET", "/py/hello/" + i, "", new byte[0]));
            }
            Map<Long, Reply> replies = gateway.askAll(batch);
            int expected = 0;
            for (Message message : batch) {
                Reply reply = replies.get(((org.cellnest.protocol.Request) message).exchange());
                assertTrue(reply != null && reply.status() == 200, () -> "reply: " + reply);
                assertEquals("Hello, " + expected++, text(reply));
            }
            assertEquals(
                    405,
                    gateway.ask(gateway.request("GET", "/py/echo", "", new byte[0]))
                            .status());
        }
    }

    @Test
    void stopsWorkThatNobodyWaitsForAndGivesItsSlotBack() throws Exception {
        RouterProcess running = startRouter();
        startCell(running.backEndpoint());
        try (GatewayStub gateway = new GatewayStub(running.frontEndpoint(), null)) {
            awaitServed(gateway);
            // More of them than the cell's concurrency: the slots must come back for the last request to be answered.
            for (int i = 0; i < 8; i++) {
                var request = gateway.request("GET", "/py/hello/sleeper", "delayMs=60000", new byte[0]);
                gateway.send(List.of(request, new Cancel(request.exchange(), Cancel.Reason.ASKER_GONE)));
            }
            assertEquals(
                    200,
                    gateway.ask(gateway.request("GET", "/py/hello/x", "", new byte[0]))
                            .status());
        }
    }

    @Test
    void provesTheKey() throws Exception {
        RouterProcess running = startRouter("nest.key=" + KEY);
        startCell(running.backEndpoint(), KEY);
        try (GatewayStub gateway = new GatewayStub(running.frontEndpoint(), KEY)) {
            awaitServed(gateway);
        }
    }

    @Test
    void comesBackAfterTheRouterWasStartedAgain() throws Exception {
        RouterProcess first = startRouter();
        String back = first.backEndpoint();
        startCell(back);
        try (GatewayStub gateway = new GatewayStub(first.frontEndpoint(), null)) {
            awaitServed(gateway);
        }
        first.stop();
        RouterProcess second = startRouter("router.back=" + back);
        try (GatewayStub gateway = new GatewayStub(second.frontEndpoint(), null)) {
            awaitServed(gateway);
        }
    }

    @Test
    void finishesWhatItHasWhenToldToStop() throws Exception {
        RouterProcess running = startRouter();
        Process process = startCell(running.backEndpoint());
        try (GatewayStub gateway = new GatewayStub(running.frontEndpoint(), null)) {
            awaitServed(gateway);
            var request = gateway.request("GET", "/py/hello/late", "delayMs=1000", new byte[0]);
            gateway.send(List.of(request));
            // Nothing overtakes on the way to a cell: once this is answered, the other has begun.
            gateway.ask(gateway.request("GET", "/py/hello/x", "", new byte[0]));
            process.destroy();
            assertEquals("Hello, late", text(gateway.await(request.exchange())));
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "still there");
            assertEquals(0, process.exitValue());
        }
    }

    @Test
    void skipsWhatItDoesNotKnowAndBeginsAgainWhenItsConnectionIsReplaced() throws Exception {
        Hello hello = new Hello(1, "stub", "i", 1000, 3, false, Limits.DEFAULT);
        try (Transport transport = TransportOfThisRun.open();
                RouterSocket socket = RouterSocket.open(
                        RouterSocketSettings.on("tcp://127.0.0.1:0"),
                        MessageCodec.encode(hello),
                        transport,
                        Transport.DEFAULT_CHUNK_BYTES)) {
            startCell(socket.boundEndpoints().get(0));
            Inbound inbound = new Inbound();
            List<Message> first = registration(socket, inbound);
            int connection = inbound.connection();
            assertEquals(1, ((Register) first.get(0)).revision());
            assertEquals(4, ((Register) first.get(0)).maxStreams());
            assertEquals(4, ((Routes) first.get(1)).routes().size());
            byte[] unknown = MessageCodec.encode(new Drain());
            unknown[5] = 0x7e;
            socket.send(
                    connection,
                    GatewayStub.join(
                            unknown,
                            MessageCodec.encode(new Welcome("s", 1, true, 0, List.of())),
                            unknown,
                            MessageCodec.encode(GatewayStub.request(77, 2, "POST", "/py/echo", "", new byte[] {1})),
                            MessageCodec.encode(new Cancel(78, Cancel.Reason.DEADLINE)),
                            MessageCodec.encode(Heartbeat.of(1))));
            Reply reply = (Reply) next(socket, inbound, Reply.class);
            assertEquals(77, reply.exchange());
            assertArrayEquals(new byte[] {1}, reply.body().toByteArray());
            socket.send(connection, MessageCodec.encode(hello));
            assertEquals(2, ((Register) registration(socket, inbound).get(0)).revision());
            socket.send(inbound.connection(), MessageCodec.encode(new Goodbye()));
            assertEquals(3, ((Register) registration(socket, inbound).get(0)).revision());
        }
    }

    @Test
    void readsABodyAsItFlowsAndSendsOneWithinItsCredit() throws Exception {
        Hello hello = new Hello(1, "stub", "i", 1000, 3, false, Limits.DEFAULT);
        try (Transport transport = TransportOfThisRun.open();
                RouterSocket socket = RouterSocket.open(
                        RouterSocketSettings.on("tcp://127.0.0.1:0"),
                        MessageCodec.encode(hello),
                        transport,
                        Transport.DEFAULT_CHUNK_BYTES)) {
            startCell(socket.boundEndpoints().get(0));
            Inbound inbound = new Inbound();
            registration(socket, inbound);
            int connection = inbound.connection();
            socket.send(connection, MessageCodec.encode(new Welcome("s", 1, true, 0, List.of())));

            byte[] body = new byte[3_000_000];
            new Random(2).nextBytes(body);
            int first = 10_000;
            socket.send(
                    connection, MessageCodec.encode(flowing(77, 3, "PUT", "/py/digest", Arrays.copyOf(body, first))));
            long limit = 0;
            long offset = 0;
            for (int at = first; at < body.length; ) {
                while (limit - offset <= DATA_HEAD_BYTES) {
                    limit = ((Credit) next(socket, inbound, Credit.class)).limit();
                }
                int length = (int) Math.min(
                        body.length - at, Math.min(limit - offset, Limits.DEFAULT.maxDataBytes()) - DATA_HEAD_BYTES);
                socket.send(
                        connection,
                        MessageCodec.encode(
                                new Data(77, Flags.MORE, offset, Slice.of(Arrays.copyOfRange(body, at, at + length)))));
                at += length;
                offset += DATA_HEAD_BYTES + length;
            }
            socket.send(connection, MessageCodec.encode(new Data(77, 0, offset, Slice.of(new byte[0]))));
            Reply digest = (Reply) next(socket, inbound, Reply.class);
            assertEquals(77, digest.exchange());
            assertEquals(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(body)),
                    text(digest));

            socket.send(
                    connection,
                    MessageCodec.encode(GatewayStub.request(78, 4, "GET", "/py/lines/50000", "", new byte[0])));
            Reply head = (Reply) next(socket, inbound, Reply.class);
            assertTrue(head.has(Flags.MORE), head::toString);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            lines.writeBytes(head.body().toByteArray());
            long taken = 0;
            limit = 40_000;
            socket.send(connection, MessageCodec.encode(new Credit(78, limit)));
            for (boolean more = true; more; ) {
                Data data = (Data) next(socket, inbound, Data.class);
                assertEquals(taken, data.offset());
                byte[] bytes = data.bytes().toByteArray();
                lines.writeBytes(bytes);
                taken += DATA_HEAD_BYTES + bytes.length;
                more = data.has(Flags.MORE);
                assertTrue(!more || taken <= limit, taken + " of " + limit);
                if (limit - taken < 20_000) {
                    limit = taken + 40_000;
                    socket.send(connection, MessageCodec.encode(new Credit(78, limit)));
                }
            }
            assertEquals(
                    IntStream.range(0, 50_000)
                            .mapToObj(number -> "line " + number + "\n")
                            .collect(Collectors.joining()),
                    lines.toString(StandardCharsets.US_ASCII));

            // A handler that does not read, an asker that is gone, and a sender that does not keep to its credit.
            socket.send(connection, MessageCodec.encode(flowing(79, 1, "GET", "/py/hello/x", body(10))));
            Reset unread = (Reset) next(socket, inbound, Reset.class);
            assertEquals(Reset.YOURS, unread.directions());
            assertEquals(ErrorCode.NOT_READ, unread.code());
            socket.send(connection, MessageCodec.encode(flowing(80, 3, "PUT", "/py/digest", body(10))));
            assertEquals(80, ((Credit) next(socket, inbound, Credit.class)).exchange());
            socket.send(connection, MessageCodec.encode(new Cancel(80, Cancel.Reason.ASKER_GONE)));
            assertReset(80, ErrorCode.ASKER_GONE, (Reset) next(socket, inbound, Reset.class));
            socket.send(connection, MessageCodec.encode(flowing(81, 3, "PUT", "/py/digest", body(10))));
            assertEquals(81, ((Credit) next(socket, inbound, Credit.class)).exchange());
            socket.send(connection, MessageCodec.encode(new Data(81, Flags.MORE, 5, Slice.of(body(10)))));
            assertReset(81, ErrorCode.OVERRUN, (Reset) next(socket, inbound, Reset.class));
        }
    }

    @Test
    void takesAndGivesBodiesOfAnyLengthOfClients() throws Exception {
        try (NestInOneJvm nest = NestInOneJvm.in(folder)) {
            Ready router = nest.router();
            Ready gateway = nest.gateway(router);
            startCell(router.endpoint("back"));
            HttpClient client = HttpClient.newHttpClient();
            URI base = URI.create("http://127.0.0.1:" + gateway.port("http"));
            Await.until(
                    "the cell answers",
                    () -> client.send(
                                            HttpRequest.newBuilder(base.resolve("/py/hello/x"))
                                                    .build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .statusCode()
                            == 200);
            byte[] body = new byte[8 << 20];
            new Random(3).nextBytes(body);
            HttpResponse<String> digest = client.send(
                    HttpRequest.newBuilder(base.resolve("/py/digest"))
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(body)),
                    digest.body());
            // The client reads its answer once all is sent: an echo that is longer than all windows would stand still.
            byte[] small = Arrays.copyOf(body, 150_000);
            HttpResponse<byte[]> echo = client.send(
                    HttpRequest.newBuilder(base.resolve("/py/echo"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(small))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertArrayEquals(small, echo.body());
            HttpResponse<Stream<String>> lines = client.send(
                    HttpRequest.newBuilder(base.resolve("/py/lines/1000000")).build(),
                    HttpResponse.BodyHandlers.ofLines());
            assertEquals(1_000_000, lines.body().count());
        }
    }

    private static void assertReset(long exchange, ErrorCode code, Reset reset) {
        assertEquals(exchange, reset.exchange());
        assertEquals(Reset.BOTH, reset.directions());
        assertEquals(code, reset.code());
    }

    private static byte[] body(int length) {
        return new byte[length];
    }

    /** A request whose body flows after this first piece. */
    private static org.cellnest.protocol.Request flowing(
            long exchange, int route, String method, String path, byte[] first) {
        org.cellnest.protocol.Request whole = GatewayStub.request(exchange, route, method, path, "", first);
        return new org.cellnest.protocol.Request(
                exchange,
                Flags.MORE,
                whole.budgetMs(),
                route,
                method,
                whole.https(),
                whole.version(),
                path,
                whole.query(),
                whole.fields(),
                whole.body());
    }

    private List<Message> registration(RouterSocket socket, Inbound inbound) throws Exception {
        Message register = next(socket, inbound, Register.class);
        List<WireRecord> records = Batch.parse(inbound.frame(), Limits.DEFAULT);
        return List.of(register, MessageCodec.decode(records.get(records.size() - 1)));
    }

    /** The next record of a type that the cell has sent; those before it are dropped. */
    private Message next(RouterSocket socket, Inbound inbound, Class<? extends Message> type) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadlineNs) {
            for (Message message = arrived.poll(); message != null; message = arrived.poll()) {
                if (type.isInstance(message)) {
                    return message;
                }
            }
            if (socket.receive(inbound, 100) && inbound.kind() == Inbound.Kind.FRAME) {
                for (WireRecord record : Batch.parse(inbound.frame(), Limits.DEFAULT)) {
                    arrived.add(MessageCodec.decode(record));
                }
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " came");
    }

    private static void awaitServed(GatewayStub gateway) {
        Await.until(
                "the cell answers",
                () -> gateway.ask(gateway.request("GET", "/py/hello/x", "", new byte[0]))
                                .status()
                        == 200);
    }

    private static String text(Reply reply) {
        return new String(reply.body().toByteArray(), StandardCharsets.UTF_8);
    }

    private RouterProcess startRouter(String... more) throws Exception {
        List<String> settings = new ArrayList<>(
                List.of("router.front=tcp://127.0.0.1:0", "router.back=tcp://127.0.0.1:0", "router.ops.port=0"));
        settings.addAll(TransportOfThisRun.settings());
        settings.addAll(List.of(more));
        RouterProcess started =
                RouterProcess.start(Settings.of(settings.toArray(String[]::new)), (message, cause) -> {});
        router = started;
        return started;
    }

    private Process startCell(String endpoint) throws IOException {
        return startCell(endpoint, "");
    }

    private Process startCell(String endpoint, String key) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        PYTHON, Project.root().resolve("docs/examples/cell.py").toString(), endpoint, "py-1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("cell.out").toFile());
        builder.environment().put("NEST_KEY", key);
        Process started = builder.start();
        cell = started;
        return started;
    }
}

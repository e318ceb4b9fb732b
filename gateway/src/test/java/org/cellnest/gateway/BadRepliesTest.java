package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reply that Undertow does not write is answered with 502 in its place, and what comes after it on the connection as ever. */
class BadRepliesTest {
    private static FakeRouter router;
    private static TestGateway gateway;
    private static volatile Fields fields = Fields.EMPTY;

    @BeforeAll
    static void start() {
        router = FakeRouter.builder()
                .answering(request -> new Reply(request.exchange(), 0, 200, fields, Slice.of(new byte[5])))
                .start();
        gateway = TestGateway.start(
                        List.of(router.endpoint()),
                        "gateway.io-threads=1",
                        "gateway.max-headers=1000",
                        "gateway.timing.always=true",
                        "gateway.cors.allow-origins=[\"https://good.example\"]")
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        router.close();
    }

    private static Fields many(int count, String name) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(name.replace("#", Integer.toString(i)));
            all.add("v" + i);
        }
        return Fields.of(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "127, x-a, 200",
        "128, x-a, 502",
        "1000, set-cookie, 502",
        "126, server-timing, 200",
        "127, server-timing, 502",
        "126, vary, 200",
        "127, vary, 502",
        "2000, x-#, 200",
        "300, connection, 200",
        "300, nest-x, 200",
    })
    void answers502WhereThereAreMoreFieldsOfOneNameThanCanBeWritten(int count, String name, int status)
            throws Exception {
        long before = gateway.gatewayProcess.counters().value(Event.BAD_REPLY);
        String id = "bad-reply-" + count + "-" + name.replace('#', 'n');
        try (AccessLines log = new AccessLines();
                RawClient raw = gateway.raw()) {
            fields = many(count, name);
            String answer = raw.send(
                            "GET /x HTTP/1.1\nHost: a\nOrigin: https://good.example\nX-Request-Id: " + id + "\n\n")
                    .answer();
            assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
            if (status == 502) {
                assertTrue(answer.contains("Nest-Outcome: unknown"), answer);
                assertTrue(answer.contains("application/problem+json") && answer.contains(id), answer);
                assertTrue(answer.contains(count + " fields " + name), answer);
            }
            assertTrue(log.await(id).contains("\"GET /x HTTP/1.1\" " + status + " "), () -> log.await(id));
            fields = Fields.of("x-next", "1");
            assertTrue(raw.send("GET /next HTTP/1.1\nHost: a\n\n").answer().contains("x-next: 1"));
        }
        assertEquals(
                status == 502 ? before + 1 : before,
                gateway.gatewayProcess.counters().value(Event.BAD_REPLY));
        Await.until("nothing active", () -> gateway.gatewayProcess.active() == 0);
        assertEquals(0, gateway.gatewayProcess.budget().used());
    }

    @Test
    void refusesRequestsWithMoreFieldsOfOneNameThanCanBeRead() throws Exception {
        fields = Fields.EMPTY;
        try (RawClient few = gateway.raw();
                RawClient many = gateway.raw();
                RawClient others = gateway.raw()) {
            String head = "GET /x HTTP/1.1\nHost: a\n";
            assertTrue(few.send(head + "X-A: 1\n".repeat(127) + "\n").answer().startsWith("HTTP/1.1 200"));
            String answer =
                    many.send(head + "X-A: 1\nx-a: 2\n".repeat(64) + "\n").answer();
            assertTrue(answer.startsWith("HTTP/1.1 431"), answer);
            assertTrue(answer.contains("application/problem+json"), answer);
            StringBuilder names = new StringBuilder(head);
            for (int i = 0; i < 400; i++) {
                names.append("X-").append(i).append(": 1\n");
            }
            assertTrue(others.send(names + "\n").answer().startsWith("HTTP/1.1 200"));
        }
    }
}

package org.cellnest.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cellnest.gateway.FakeRouter;
import org.cellnest.gateway.TestGateway;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Request;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("transport")
class ServerTimingTest {
    private static final long US = 1_000;

    @Test
    void dividesTheTimeAmongTheHops() {
        ServerTiming timing = new ServerTiming(1_500 * US, 112 * US);
        Fields fields = Fields.of(":router-us", "30", ":park-us", "0", ":queue-us", "20", ":handler-us", "1204");
        assertEquals(
                "gateway;dur=0.112, router;dur=0.030, queue;dur=0.020, handler;dur=1.204, wire;dur=0.134, total;dur=1.500",
                timing.text(fields, false, false));
    }

    @Test
    void saysHowLongItWaitedForACell() {
        ServerTiming timing = new ServerTiming(2_000_100 * US, 100 * US);
        Fields fields = Fields.of(":router-us", "2000000", ":park-us", "1999000", ":nest-outcome", "x");
        assertEquals(
                "gateway;dur=0.100, router;dur=2000.000, park;dur=1999.000, wire;dur=0.000, total;dur=2000.100",
                timing.text(fields, true, false));
    }

    @Test
    void saysNothingOfWhatItDoesNotKnow() {
        ServerTiming timing = new ServerTiming(1_000 * US, 100 * US);
        assertEquals("gateway;dur=0.100, total;dur=1.000", timing.text(Fields.EMPTY, false, false));
        assertEquals(
                "gateway;dur=0.100, router;dur=0.050, total;dur=1.000",
                timing.text(Fields.of(":router-us", "50"), false, false));
        assertEquals(
                "gateway;dur=0.100, router;dur=0.050, total;dur=1.000",
                timing.text(Fields.of(":router-us", "50"), true, true));
        assertEquals("gateway;dur=0.100, total;dur=1.000", timing.text());
    }

    @Test
    void believesNoCellMoreThanTheTimeThereWas() {
        ServerTiming timing = new ServerTiming(1_000 * US, 100 * US);
        Fields boasts = Fields.of(":router-us", "100", ":queue-us", "999999999999", ":handler-us", "5");
        assertEquals(
                "gateway;dur=0.100, router;dur=0.100, queue;dur=0.800, handler;dur=0.000, wire;dur=0.000, total;dur=1.000",
                timing.text(boasts, false, false));
        for (String nonsense : List.of("", "-1", "1.5", "1e3", "5, evil;dur=1", "1234567890123", "\u0661")) {
            Fields fields = Fields.of(":router-us", "100", ":queue-us", nonsense, ":handler-us", nonsense);
            assertEquals(
                    "gateway;dur=0.100, router;dur=0.100, total;dur=1.000",
                    timing.text(fields, false, false),
                    nonsense);
        }
        Fields asTheNest = Fields.of(":router-us", "1", ":handler-us", "7");
        assertTrue(!timing.text(asTheNest, true, false).contains("handler"));
    }

    private static HttpResponse<String> ask(TestGateway gateway, String path, String timing) {
        return gateway.send(gateway.request(path).header("Nest-Timing", timing).build());
    }

    private static String timing(HttpResponse<String> answer) {
        return String.join(" | ", answer.headers().allValues("server-timing"));
    }

    @Test
    void tellsAClientThatIsTrustedAndAsks() {
        try (FakeRouter router = FakeRouter.builder()
                        .answering(request -> FakeRouter.reply(
                                request,
                                200,
                                Fields.of(
                                        ":router-us", "1", ":queue-us", "2", ":handler-us", "3", "server-timing", "db"),
                                "hi".getBytes(StandardCharsets.UTF_8)))
                        .start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady()) {
            HttpResponse<String> told = ask(gateway, "/a", "1");
            String number = "[0-9]+\\.[0-9]{3}";
            assertTrue(
                    timing(told)
                            .matches("db \\| gateway;dur=" + number + ", router;dur=0.001, queue;dur=0.002,"
                                    + " handler;dur=0.003, wire;dur=" + number + ", total;dur=" + number),
                    timing(told));
            Request request = router.awaitRequest();
            assertTrue(request.has(Flags.TIMED));
            assertEquals(null, request.fields().first("nest-timing"));
            assertEquals("db", timing(ask(gateway, "/a", "2")));
            assertEquals("db", timing(gateway.get("/a")));
        }
    }

    @Test
    void tellsNobodyElse() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.timing.trusted=[\"10.0.0.0/8\"]")
                        .awaitReady()) {
            assertEquals("", timing(ask(gateway, "/a", "1")));
            assertTrue(!router.awaitRequest().has(Flags.TIMED));
        }
    }

    @Test
    void takesTheClientThatATrustedProxyNames() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()), "gateway.trusted-proxies=[\"127.0.0.1\"]")
                        .awaitReady()) {
            HttpResponse<String> answer = gateway.send(gateway.request("/a")
                    .header("Nest-Timing", "1")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .build());
            assertEquals("", timing(answer));
        }
    }

    @Test
    void tellsEverybodyIfToldSoAlsoOfItsOwnAnswers() {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(
                                List.of(router.endpoint()),
                                "gateway.timing.always=true",
                                "gateway.request-timeout=50ms")
                        .awaitReady()) {
            HttpResponse<String> late = gateway.get("/a");
            assertEquals(504, late.statusCode());
            assertTrue(
                    timing(late).matches("gateway;dur=[0-9]+\\.[0-9]{3}, total;dur=[0-9]+\\.[0-9]{3}"), timing(late));
        }
    }
}

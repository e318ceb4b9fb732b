package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Reply;
import org.junit.jupiter.api.Test;

/** Lines of the access log about requests that a router has had. */
class AccessLogTest {
    @Test
    void namesRouteAndCellThatTheAnswerNames() throws Exception {
        try (FakeRouter router = FakeRouter.builder()
                        .answering(request -> new Reply(
                                request.exchange(),
                                0,
                                200,
                                Fields.of(":served-by", "cell-a /orders/{id}"),
                                Slice.of(new byte[5])))
                        .start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady();
                AccessLines log = new AccessLines();
                RawClient raw = gateway.raw()) {
            String answer = raw.send("""
                            GET /orders/7?a=b HTTP/1.1
                            Host: a
                            User-Agent: "me"
                            Referer: http://b/
                            X-Request-Id: request-7

                            """).answer();
            assertFalse(answer.contains("served-by"), answer);
            String line = log.await("request-7");
            assertTrue(
                    line.matches("127\\.0\\.0\\.1 - - \\[[^]]+] \"GET /orders/7\\?a=b HTTP/1\\.1\" 200 5 \"http://b/\""
                            + " \"\\\\x22me\\\\x22\" request_id=request-7 route=\"/orders/\\{id}\" cell=cell-a"
                            + " duration_ms=[0-9]+\\.[0-9]{3} outcome=-"),
                    line);
            assertTrue(router.awaitRequest().has(Flags.NAMED));
        }
    }

    @Test
    void asksForNoNamesWhereNothingIsWritten() throws Exception {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway =
                        TestGateway.start(List.of(router.endpoint())).awaitReady();
                RawClient raw = gateway.raw()) {
            raw.send("GET / HTTP/1.1\nHost: a\n\n").answer();
            assertFalse(router.awaitRequest().has(Flags.NAMED));
        }
    }

    @Test
    void says499OfAClientThatLeft() throws Exception {
        try (FakeRouter router = FakeRouter.builder().answering(request -> null).start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), "gateway.access-format=json")
                        .awaitReady();
                AccessLines log = new AccessLines()) {
            RawClient raw = gateway.raw().send("GET /gone HTTP/1.1\nHost: a\nX-Request-Id: request-8\n\n");
            router.awaitRequest();
            raw.reset();
            String line = log.await("request-8");
            assertTrue(line.contains("\"status\":499,\"bytes\":0,"), line);
            assertTrue(line.endsWith("\"outcome\":\"client-gone\"}"), line);
            assertEquals(0, gateway.gatewayProcess.budget().used());
        }
    }
}

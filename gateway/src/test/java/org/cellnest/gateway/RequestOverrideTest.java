package org.cellnest.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cellnest.gateway.http.RequestOverride;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("transport")
class RequestOverrideTest {
    private volatile String message = "";

    private final RequestOverride requestOverride = (method, target, accept) -> {
        String text = message;
        return text.isEmpty()
                ? null
                : new RequestOverride.Page(
                        503,
                        "text/plain;charset=utf-8",
                        (method + " " + target + " " + accept + ": " + text).getBytes(StandardCharsets.UTF_8));
    };

    @Test
    void answersInPlaceOfTheNestForAsLongAsItHasAnAnswer() {
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), requestOverride)
                        .awaitReady()) {
            assertEquals("GET /a\n", gateway.get("/a").body());
            message = "broken";
            HttpResponse<String> answer = gateway.send(
                    gateway.request("/a%20b?c=d").header("Accept", "text/html").build());
            assertEquals(503, answer.statusCode());
            assertEquals("GET /a%20b text/html: broken", answer.body());
            assertEquals(
                    "no-store", answer.headers().firstValue("cache-control").orElseThrow());
            message = "";
            assertEquals("GET /a\n", gateway.get("/a").body());
        }
    }

    @Test
    void answersBeforeABodyHasComeAndWithoutOneToHead() {
        message = "broken";
        try (FakeRouter router = FakeRouter.builder().start();
                TestGateway gateway = TestGateway.start(List.of(router.endpoint()), requestOverride)) {
            HttpResponse<String> post = gateway.send(gateway.request("/a")
                    .POST(BodyPublishers.ofString("x".repeat(200_000)))
                    .build());
            assertEquals("POST /a null: broken", post.body());
            HttpResponse<String> head = gateway.send(gateway.request("/a")
                    .method("HEAD", BodyPublishers.noBody())
                    .build());
            assertEquals("", head.body());
            assertEquals(
                    "HEAD /a null: broken".length(),
                    head.headers().firstValueAsLong("content-length").orElseThrow());
        }
    }
}

package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsTokenTest {
    private static final String TOKEN = "a-token:of-some-length";

    private final AtomicInteger changes = new AtomicInteger();
    private OpsServer server;

    @BeforeEach
    void start() throws Exception {
        server = OpsServer.with(() -> Health.UP, () -> Health.UP)
                .handle("POST", "/change", request -> {
                    changes.incrementAndGet();
                    return OpsAnswer.json("done").now();
                })
                .resources("/", OpsTokenTest.class, "org/cellnest/process/ops/page")
                .start(
                        Settings.of("router.ops.port=0", "router.ops.token=" + TOKEN),
                        Catalogue.ROUTER_OPS_HOST,
                        Catalogue.ROUTER_OPS_PORT,
                        Catalogue.ROUTER_OPS_TOKEN);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void asksForTheToken() throws Exception {
        RawAnswer refused = post();
        assertEquals(401, refused.status());
        assertTrue(refused.head().contains("WWW-Authenticate: Bearer realm=\"cellnest\""), refused.head());
        assertTrue(refused.head().contains("WWW-Authenticate: Basic realm=\"cellnest\""), refused.head());
        assertTrue(refused.body().contains("no token (expected: "), refused.body());
        assertEquals(
                401,
                RawAnswer.of(server.port(), "GET / HTTP/1.1", "Host: localhost").status());
        assertEquals(
                401,
                RawAnswer.of(server.port(), "GET /no HTTP/1.1", "Host: localhost")
                        .status());
        assertEquals(0, changes.get());
    }

    @Test
    void leavesItToAScriptToSayThatATokenIsMissing() throws Exception {
        RawAnswer refused = RawAnswer.of(
                server.port(), "GET / HTTP/1.1", "Host: localhost", "Sec-Fetch-Dest: empty", "Sec-Fetch-Mode: cors");
        assertEquals(401, refused.status());
        assertTrue(refused.head().contains("WWW-Authenticate: Bearer"), refused.head());
        assertFalse(refused.head().contains("Basic"), "a browser would ask its user in the script's place");
    }

    @Test
    void refusesAWrongToken() throws Exception {
        for (String wrong : new String[] {
            "Bearer " + TOKEN + "x",
            "Bearer",
            "Bearer ",
            "Basic !!!",
            "Basic " + base64("nocolon"),
            "Digest " + TOKEN,
            "Basic " + base64("admin:" + TOKEN + "x")
        }) {
            assertEquals(401, post("Authorization: " + wrong).status(), wrong);
        }
        assertEquals(0, changes.get());
    }

    @Test
    void takesTheTokenEitherWayAndByAnyName() throws Exception {
        assertEquals(200, post("Authorization: Bearer " + TOKEN).status());
        assertEquals(
                200, post("authorization: basic " + base64("anyone:" + TOKEN)).status());
        assertEquals(
                200,
                RawAnswer.of(server.port(), "GET / HTTP/1.1", "Host: router.example", "Authorization: Bearer " + TOKEN)
                        .status());
        assertEquals(2, changes.get());
    }

    @Test
    void refusesAPageOfAnotherOriginThatTheBrowserLentTheToken() throws Exception {
        assertEquals(
                403,
                post("Authorization: Basic " + base64("x:" + TOKEN), "Origin: http://evil.example")
                        .status());
        assertEquals(0, changes.get());
    }

    @Test
    void leavesHealthOpen() throws Exception {
        assertEquals(
                200,
                RawAnswer.of(server.port(), "GET /healthz HTTP/1.1", "Host: x").status());
        assertEquals(
                200,
                RawAnswer.of(server.port(), "GET /readyz HTTP/1.1", "Host: x").status());
    }

    private RawAnswer post(String... headers) throws Exception {
        String[] head = new String[headers.length + 3];
        head[0] = "POST /change HTTP/1.1";
        head[1] = "Host: localhost";
        head[2] = "Content-Length: 0";
        System.arraycopy(headers, 0, head, 3, headers.length);
        return RawAnswer.of(server.port(), head);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}

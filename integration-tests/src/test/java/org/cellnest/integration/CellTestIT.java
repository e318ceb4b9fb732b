package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.cellnest.celltest.CellRequest;
import org.cellnest.celltest.CellResponse;
import org.cellnest.celltest.CellTest;
import org.cellnest.integration.harness.Answer;
import org.cellnest.integration.harness.Await;
import org.cellnest.integration.harness.HttpConnection;
import org.cellnest.integration.harness.NestInOneJvm;
import org.cellnest.integration.harness.Ready;
import org.cellnest.integration.harness.TestCells;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a cell answers in its own tests is what it answers in a nest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CellTestIT {
    private static final String REQUEST_ID = "agreement-1";
    /** What belongs to a connection, and the time. */
    private static final Set<String> NOT_COMPARED =
            Set.of("connection", "date", "keep-alive", "server", "transfer-encoding");

    private static final List<String> METHODS =
            List.of("GET", "GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW", "get");
    /** None that the server gives up on before the gateway sees it: its 400 says nothing to compare. */
    private static final List<String> SEGMENTS = List.of(
            "a", "a", "a", "b", "b", "12", "1b", "x%20y", "%C3%A9", "", "inner", "A", "..", "%2e", "%2f", "%61",
            "rest...", "a;b");

    private static final List<String> QUERIES = List.of("", "", "?", "?q=1", "?q=%C3%A9&q", "?a?b=/");

    private record Body(String type, String text) {}

    private NestInOneJvm nest;
    private int port;
    private CellTest cell;

    @BeforeAll
    void startBoth(@TempDir Path folder) {
        nest = NestInOneJvm.in(folder, "router.parking-time=300ms");
        TestCells.deploy(
                nest.cells(),
                "mirror.jar",
                TestCells.ofClasses(Map.of("Cellnest-Name", "mirror"), MirrorCell.class, MirrorCell.Thing.class));
        Ready router = nest.router();
        port = nest.gateway(router).port("http");
        nest.cell(router);
        Await.until("the cell serves", () -> status("/a/b") == 200);
        Await.until("the router knows what it does not know", () -> status("/nowhere") == 404);
        cell = CellTest.builder(MirrorCell.class).deployment("mirror").start();
    }

    @AfterAll
    void stopBoth() {
        if (cell != null) {
            cell.close();
        }
        nest.close();
    }

    @Test
    void agreesOnWhateverIsAsked() throws IOException {
        Random random = new Random(7);
        Map<Integer, Integer> countsByStatus = new TreeMap<>();
        for (int i = 0; i < 1_500; i++) {
            StringBuilder target = new StringBuilder();
            for (int segments = 1 + random.nextInt(3); segments > 0; segments--) {
                target.append('/').append(pick(SEGMENTS, random));
            }
            target.append(pick(QUERIES, random));
            Body body = random.nextInt(4) == 0 ? new Body("text/plain;charset=utf-8", "té") : null;
            int status = agree(pick(METHODS, random), target.toString(), body);
            countsByStatus.merge(status, 1, Integer::sum);
        }
        assertTrue(
                countsByStatus.keySet().containsAll(Set.of(200, 204, 400, 404, 405, 501)), () -> "" + countsByStatus);
    }

    @Test
    void agreesOnBodiesAndHeaders() throws IOException {
        String json = "application/json";
        agree("POST", "/thing", new Body(json, "{\"name\":\"té\",\"count\":3}"));
        agree("PATCH", "/thing", new Body("application/x+json", "{\"name\":\"a\",\"count\":3,\"more\":null}"));
        agree("POST", "/thing", new Body(json, "{\"name\":\"a\",\"count\":\"x\"}"));
        agree("POST", "/thing", new Body(json, "{\"name\":\"a\",\"count\":null}"));
        agree("POST", "/thing", new Body(json, "{"));
        agree("POST", "/thing", new Body("text/plain", "{}"));
        agree("POST", "/thing", null);
        Body form = new Body("application/x-www-form-urlencoded", "name=a+b&count=2");
        agree("POST", "/form", form);
        agree("POST", "/form", form, "Cookie", "lang=de; other=1");
        agree("POST", "/form?name=query", form);
        agree("POST", "/form", new Body("application/x-www-form-urlencoded", "name=%zz"));
        agree("GET", "/a/b", null, "X-Forwarded-For", "10.1.1.1", "Nest-Key", "1", "TE", "trailers");
        agree("GET", "/a/b", null, "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        agree("GET", "/a/b", null, "traceparent", "00-0", "tracestate", "a=b");
        agree("GET", "/a/b", null, "Accept", "text/html", "accept", "*/*", "X-Listed", "1");
        for (String target : List.of("/nothing", "/problem", "/problem?status=503", "/problem?status=x", "/late")) {
            agree("GET", target, null);
            agree("HEAD", target, null);
        }
        for (int status : new int[] {200, 201, 204, 205, 299, 304, 404, 500, 599}) {
            agree("GET", "/status/" + status, null);
            agree("HEAD", "/status/" + status, null);
        }
    }

    @Test
    void agreesOnTheLargestBody() throws IOException {
        int most = Math.toIntExact(Settings.of().value(Catalogue.CELL_MAX_COLLECTED_BYTES));
        assertEquals(201, agree("POST", "/thing", thing(most)));
        assertEquals(413, agree("POST", "/thing", thing(most + 1)));
    }

    private static Body thing(int bytes) {
        String json = "{\"name\":\"a\",\"count\":1}";
        return new Body("application/json", json + " ".repeat(bytes - json.length()));
    }

    /** Asks both, compares all that a client could tell, and returns the status. */
    private int agree(String method, String target, @Nullable Body body, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("X-Request-Id: " + REQUEST_ID));
        CellRequest request = cell.request(method, target).header("X-Request-Id", REQUEST_ID);
        for (int i = 0; i < headers.length; i += 2) {
            lines.add(headers[i] + ": " + headers[i + 1]);
            request.header(headers[i], headers[i + 1]);
        }
        byte[] bytes = body == null ? new byte[0] : body.text().getBytes(StandardCharsets.UTF_8);
        if (body != null) {
            lines.add("Content-Type: " + body.type());
            request.body(body.type(), bytes);
        }
        CellResponse inTest = request.send();
        Answer inNest;
        try (HttpConnection connection = new HttpConnection(port, 20_000)) {
            inNest = connection.ask(method, target, bytes, lines.toArray(String[]::new));
        }
        String asked = method + " " + target + " " + lines;
        assertEquals(seen(inNest), seen(inTest), asked);
        return inNest.status();
    }

    private static String seen(Answer answer) {
        TreeMap<String, List<String>> headers = new TreeMap<>();
        for (String line : answer.headers()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, answer::all);
        }
        return seen(answer.status(), headers, answer.text());
    }

    private static String seen(CellResponse response) {
        TreeMap<String, List<String>> headers = new TreeMap<>();
        for (String name : response.headers().names()) {
            headers.put(name, response.headers().all(name));
        }
        return seen(response.status(), headers, new String(response.bytes(), StandardCharsets.UTF_8));
    }

    private static String seen(int status, Map<String, List<String>> headers, String body) {
        headers.keySet().removeAll(NOT_COMPARED);
        return status + "\n" + headers + "\n" + body;
    }

    private int status(String path) {
        try {
            return HttpConnection.get(port, path).status();
        } catch (IOException e) {
            return 0;
        }
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}

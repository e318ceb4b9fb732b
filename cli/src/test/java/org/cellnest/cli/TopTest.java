package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.cellnest.cli.NestFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the metrics of a nest, as a snapshot and live. */
class TopTest {
    private NestFixture nest;

    @BeforeEach
    void start() throws IOException {
        nest = new NestFixture();
        Samples.nest(nest.router);
    }

    @AfterEach
    void stop() {
        nest.close();
    }

    /** A terminal with prepared key presses. */
    private static final class FakeScreen implements Screen {
        final List<List<String>> drawn = new ArrayList<>();
        final Deque<Integer> keys = new ArrayDeque<>();
        TerminalSize size = new TerminalSize(100, 24);
        boolean closed;

        @Override
        public TerminalSize size() {
            return size;
        }

        @Override
        public void draw(List<String> lines) {
            drawn.add(lines);
        }

        @Override
        public int key(Duration atMost) {
            return keys.isEmpty() ? END : keys.remove();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private FakeScreen screen(int... keys) {
        FakeScreen screen = new FakeScreen();
        for (int key : keys) {
            screen.keys.add(key);
        }
        nest.terminal = screen.size();
        nest.environment.put("NO_COLOR", "1");
        nest.screens = () -> screen;
        return screen;
    }

    @Test
    void isASnapshotWhereNobodyLooks() {
        assertEquals("""
                router r-1  ready  up 3h  version 0.1.0
                871 req/s  0.3 errors/s  p50 0.84 ms  p99 12.3 ms  5 in flight  1 parked (1.5 KiB)  (rates over 5 s)
                req/s  ▁▁▂█  peak 871
                p50     ▅▆█  peak 0.84 ms
                p99     ▃▆█  peak 12.3 ms

                CELL    STATE     LOAD  WAITING  REQ/S  ROUTES  DEPLOYMENTS        LABELS    HEARD   UP
                cell-b  drained    2/8        1    120       1  demo               -       40.0 ms  30s
                cell-a  serving  3/256        0     13       3  orders 1.2, demo!  zone=a   312 ms   2h

                ID  METHOD  TEMPLATE      DEPLOYMENT  CELLS  REQ/S  ERR/S     MEAN      P99  PARKED
                 7  GET     /orders/{id}  orders          1     13    0.5  1.25 ms  4.50 ms       0
                """, nest.nest("top").out());
    }

    @Test
    void isADocumentForScripts() throws IOException {
        JsonNode document = Json.read(nest.nest("top", "--json").out());
        assertEquals(Json.read(Samples.NEST), document.path("nest"));
        assertEquals(Json.read(Samples.SERIES), document.path("series"));
        assertEquals(2, document.path("cells").size());
    }

    @Test
    void drawsUntilSomebodyQuits() {
        FakeScreen screen = screen(Screen.NO_KEY, Screen.NO_KEY, 'q');
        Result result = nest.nest("top");
        assertEquals(0, result.code());
        assertEquals(3, screen.drawn.size());
        assertTrue(screen.closed);
        assertTrue(screen.drawn.get(0).get(0).startsWith("router r-1  ready"));
    }

    @Test
    void sortsRoutesOtherwiseWithAKey() {
        FakeScreen screen = screen('s', 'q');
        nest.nest("top");
        assertTrue(
                nest.router.lines().contains("GET /v1/routes?limit=100&sort=p99"),
                () -> nest.router.lines().toString());
        assertEquals("q quits  s sorts routes by template (now: p99)", last(screen.drawn.get(1)));
    }

    @Test
    void fitsTheWindow() {
        FakeScreen screen = screen('q');
        screen.size = new TerminalSize(40, 9);
        nest.nest("top");
        List<String> drawn = screen.drawn.get(0);
        assertTrue(drawn.size() <= 9, drawn::toString);
        screen.keys.add((int) 'q');
        screen.size = new TerminalSize(1, 1);
        nest.nest("top");
        assertTrue(screen.drawn.get(1).size() <= 2);
    }

    @Test
    void saysWhatIsWrongAndGoesOn() throws IOException {
        FakeScreen screen = screen(Screen.NO_KEY, Screen.NO_KEY, Screen.END);
        try (NestFixture failing = new NestFixture()) {
            failing.router
                    .json("GET /v1/nest", Samples.NEST)
                    .problem("GET /v1/nest", 503, "not now")
                    .json("GET /v1/nest", Samples.NEST)
                    .json("GET /v1/cells", Samples.CELLS)
                    .json("GET /v1/routes", Samples.ROUTES)
                    .json("GET /v1/series", Samples.SERIES);
            failing.terminal = screen.size();
            failing.environment.put("NO_COLOR", "1");
            failing.screens = () -> screen;
            assertEquals(0, failing.nest("top").code());
        }
        assertEquals("nest: not now (503)", last(screen.drawn.get(1)));
        assertTrue(last(screen.drawn.get(2)).startsWith("q quits"));
    }

    @Test
    void saysWhyThereIsNoTerminal() {
        nest.terminal = TerminalSize.USUAL;
        RouterClientTest.assertFails(
                1,
                "the terminal cannot be taken over: no terminal here (expected: standard input is a terminal too)",
                nest.nest("top"));
        RouterClientTest.assertFails(2, "--delay 0 (expected: 1 to 60)", nest.nest("top", "-d", "0"));
        RouterClientTest.assertFails(
                2, "--sort load (expected: template, rate, p99)", nest.nest("top", "--sort", "load"));
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }
}

package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.List;
import org.cellnest.gateway.http.RequestOverride;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that the start page shows the routes and links, and gives way to a route of the author. */
class StartPageTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    private final Terminal terminal = new Terminal(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            false,
            () -> LocalTime.NOON);
    private final ProjectStatus orders = new ProjectStatus("orders", terminal, new ManualClock(), () -> {});
    private final ProjectStatus stock = new ProjectStatus("stock", terminal, new ManualClock(), () -> {});

    @Test
    void listsRoutesAndLinksToWhatDescribesThem() {
        StartPage page = new StartPage(List.of(orders));
        page.link("/.cellnest-dev/api", "http://127.0.0.1:9");
        serve(
                page,
                orders,
                route("/orders/{id:\\d+}", "One order", "GET", "DELETE"),
                route("/orders/new ones", "", "GET"));
        String html = html(page);
        assertTrue(html.contains("<title>orders</title>"), html);
        assertTrue(
                html.contains("<b>DELETE</b><code>/orders/{id:\\d+}</code><div class=\"about\">One order</div>"), html);
        assertTrue(html.contains("<a href=\"/orders/new%20ones\"><code>/orders/new ones</code></a>"), html);
        assertTrue(html.contains("<a href=\"/.cellnest-dev/api/\">API description</a>"), html);
        assertTrue(html.contains("<a href=\"http://127.0.0.1:9\">Dashboard</a>"), html);
    }

    @Test
    void showsTextAsText() {
        StartPage page = new StartPage(List.of(orders));
        serve(page, orders, route("/a<b>\"&", "<script>alert(1)</script>", "GET"), route("//elsewhere/x", "", "GET"));
        String html = html(page);
        assertTrue(html.contains("<a href=\"/a%3Cb%3E%22&amp;\"><code>/a&lt;b&gt;&quot;&amp;</code></a>"), html);
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        assertFalse(html.contains("href=\"//"), html);
    }

    @Test
    void marksRoutesThatBrowsersCannotReach() {
        StartPage page = new StartPage(List.of(orders));
        serve(page, orders, new RouteInfo("orders", 1, "/inner", List.of("GET"), 0, null, true, "", List.of()));
        String html = html(page);
        assertTrue(html.contains("<code>/inner</code><div class=\"about\">For other cells only.</div>"), html);
        assertFalse(html.contains("href=\"/inner\""), html);
    }

    @Test
    void hasASectionForEachProject() {
        StartPage page = new StartPage(List.of(orders, stock));
        serve(page, orders, route("/orders", "", "GET"));
        String html = html(page);
        assertTrue(html.contains("<title>orders, stock</title>"), html);
        assertTrue(html.indexOf("<h2>orders</h2>") < html.indexOf("/orders</code>"), html);
        assertTrue(html.contains("<h2>stock</h2>\n<p>No routes.</p>"), html);
    }

    @Test
    void givesWayToARouteThatMatchesItsPath() {
        for (String template : List.of("/", "/{path...}")) {
            StartPage page = new StartPage(List.of(orders, stock));
            serve(page, orders, route("/orders", "", "GET"));
            assertTrue(html(page).contains("/orders"));
            serve(page, stock, route(template, "", "POST"));
            assertNull(page.answer("GET", "/", BROWSER), template);
            serve(page, stock, route("/stock", "", "GET"));
            assertTrue(html(page).contains("/stock"), template);
        }
    }

    @Test
    void answersBrowsersAloneAndAtItsPathAlone() {
        StartPage page = new StartPage(List.of(orders));
        serve(page, orders, route("/orders", "", "GET"));
        assertNull(page.answer("GET", "/", null));
        assertNull(page.answer("GET", "/", "*/*"));
        assertNull(page.answer("POST", "/", BROWSER));
        assertNull(page.answer("GET", "/orders", BROWSER));
        assertEquals(html(page), text(page.answer("HEAD", "/", BROWSER)), "the gateway leaves the body out");
    }

    @Test
    void isLoadedAgainWhenRoutesChange() {
        StartPage page = new StartPage(List.of(orders));
        serve(page, orders, route("/orders", "", "GET"));
        String number = text(page.answer("GET", StartPage.STATE_PATH, "*/*"));
        assertTrue(html(page).contains("!== '" + number + "') location.reload()"));
        serve(page, orders, route("/orders", "another description", "GET"));
        assertNotEquals(number, text(page.answer("GET", StartPage.STATE_PATH, "*/*")));
    }

    private static void serve(StartPage page, ProjectStatus project, RouteInfo... routes) {
        project.onPlaced(0, "src/main/java");
        project.onServing(List.of(routes));
        page.onChange();
    }

    private static RouteInfo route(String template, String description, String... methods) {
        return new RouteInfo("d", 1, template, List.of(methods), 0, null, false, description, List.of());
    }

    private static String html(StartPage page) {
        return text(page.answer("GET", "/", BROWSER));
    }

    private static String text(RequestOverride.@Nullable Page page) {
        return page == null ? "nothing" : new String(page.body(), StandardCharsets.UTF_8);
    }
}

package org.cellnest.integration.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.cellnest.process.StartupException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** What people see and do, in a browser, of a nest that a test makes up. */
class DashboardIT {
    @TempDir
    private static Path profile;

    private static Browser browser;

    private FakeNest nest = FakeNest.small();
    private FakeRouter router;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.start(profile);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void serve() throws StartupException {
        router = FakeRouter.start(nest, 0);
        browser.size(1366, 900);
        browser.prefer("prefers-color-scheme", "light");
        browser.complaints();
    }

    @AfterEach
    void hasNothingToComplainOf() {
        List<String> complaints = browser.complaints();
        browser.open("about:blank");
        router.close();
        assertEquals(List.of(), complaints, "what the browser's console says");
    }

    private void show(FakeNest other) throws StartupException {
        router.close();
        nest = other;
        router = FakeRouter.start(nest, 0);
    }

    private void open(String place) {
        browser.open(router.url() + "/#/" + place);
        browser.see("main h1");
    }

    // The nest

    @Test
    void drawsGatewaysRouterAndCellsWithWhatFlows() {
        open("nest");
        browser.see(".card .name", "gateway-1");
        browser.see(".hub", "router-1");
        browser.see("a[data-cell='cell-a']", "serving");
        browser.see("a[data-cell='cell-c']", "users");
        browser.await("a line for each", () -> browser.count(".flow .stream") == 4);
    }

    @Test
    void followsWhatChanges() {
        open("nest");
        browser.see("a[data-cell='cell-a']", "5 of 256");
        nest.change(() -> {
            nest.cellOf("cell-a").put("inFlight", 77);
            nest.cell("cell-new", "orders");
        });
        nest.requestsPerSecond(4_321);
        browser.see("a[data-cell='cell-a']", "77 of 256");
        browser.see("a[data-cell='cell-new']");
        browser.see(".figure", "4,321/s");
        browser.see(".hub", "92");
    }

    @Test
    void saysStatesInWordsAndShapes() {
        open("nest");
        nest.change(() -> nest.cellOf("cell-b").put("state", "blocked"));
        browser.see("a[data-cell='cell-b'] .chip", "blocked");
        browser.see("a[data-cell='cell-b'] .chip svg path");
        browser.see(".states", "1 blocked");
        browser.await("no stream to it", () -> browser.count(".flow.shut") == 1);
    }

    @Test
    void keepsLinesStillForWhoeverAsksForLessMotion() {
        browser.prefer("prefers-reduced-motion", "reduce");
        open("nest");
        browser.see(".flow .stream");
        assertEquals("none", browser.ask("getComputedStyle(document.querySelector('.stream')).animationName"));
    }

    @Test
    void drawsTwoHundredCellsByDeployment() throws Exception {
        show(FakeNest.large(200, 100));
        open("nest");
        browser.await("all of them", () -> browser.count("a.dot-cell") == 200);
        assertEquals(8, browser.count(".pool"));
        browser.see(".pool", "100 cells");
        browser.click("a[data-cell='cell-007']");
        browser.see("h1", "cell-007");
        browser.back();
        browser.see("a[data-cell='cell-007']");
    }

    @Test
    void showsKeysOnlyWhereAPeerHasOne() {
        open("cells");
        browser.see("main tbody tr", "cell-a");
        assertFalse(browser.see("main thead").getText().contains("Key"));
        nest.change(() -> nest.cellOf("cell-a").put("key", "key-of-a"));
        browser.see("main thead", "Key");
        browser.see("main tbody tr", "key-of-a");
        open("cells/cell-a");
        browser.see(".facts", "key-of-a");
        open("cells/cell-b");
        assertFalse(browser.see(".facts", "Address").getText().contains("Key"));
        nest.change(() -> nest.gateway("gateway-2").put("key", "key-of-two"));
        open("gateways");
        browser.see("main tbody tr:nth-child(2)", "key-of-two");
        open("gateways/gateway-2");
        browser.see(".facts", "key-of-two");
    }

    // Routes

    @Test
    void searchesRoutes() {
        open("routes");
        browser.await("all routes", () -> browser.count("main tbody tr") == 6);
        browser.see("main [data-search]").sendKeys("post ORDERS");
        browser.await("those that match", () -> browser.count("main tbody tr") == 2);
        browser.see("caption", "1 to 2 of 2");
        assertTrue(browser.place().contains("q=post+ORDERS"), browser::place);
        browser.type("zzz");
        browser.see("main", "No route matches");
    }

    @Test
    void stayUsableWithTwentyThousandRoutes() throws Exception {
        show(FakeNest.large(20, 20_000));
        open("routes");
        browser.see("caption", "1 to 100 of 20,000");
        assertTrue(browser.count("main *") < 5_000, "as much is drawn as a page has");
        browser.click(".pager a", "Next");
        browser.see("caption", "101 to 200 of 20,000");
        browser.click(".pager a", "Next");
        browser.see("caption", "201 to 300 of 20,000");
        browser.click(".pager a", "Previous");
        browser.see("caption", "101 to 200 of 20,000");
        browser.back();
        browser.see("caption", "201 to 300 of 20,000");
        browser.click(".pager a", "First");
        browser.see("caption", "1 to 100 of 20,000");
        browser.see("main [data-search]").sendKeys("12345");
        browser.see("caption", "1 to 1 of 1");
        browser.click("main tbody a.route-link");
        browser.see("h1", "12345");
    }

    @Test
    void sortsRoutesByWhatTheyDo() {
        open("routes");
        browser.click("main select option[value=rate]");
        browser.see("main tbody tr:first-child", "/users/");
        assertTrue(browser.place().contains("sort=rate"), browser::place);
        browser.see("th[aria-sort=descending]", "Rate");
        browser.click("main thead a", "Route");
        browser.see("th[aria-sort=ascending]", "Route");
        browser.see("main tbody tr:first-child", "/orders");
    }

    // Try it

    @Test
    void triesARouteWithAFormMadeFromItsSignature() {
        open("routes/r2");
        browser.see("input[name='path.id']").sendKeys("42");
        browser.see("input[name='header.X-Tenant']").sendKeys("north");
        browser.see("input[name='cookie.session']").sendKeys("abc");
        browser.see(".preview", "GET /orders/42");
        browser.click("main .try button", "Send");
        browser.see(".result .status", "200");
        browser.see(".result pre", "\"path\": \"/orders/42\"");
        browser.see(".result pre", "\"X-Tenant\": \"north\"");
        browser.see(".result pre", "\"Cookie\": \"session=abc\"");
        browser.see(".result pre", "9007199254740993");
    }

    @Test
    void showsWhereTheTimeWent() {
        open("routes/r1");
        browser.click("main .try button", "Send");
        browser.see(".timing [data-hop=handler]", "2.4 ms");
        browser.see(".timing [data-hop=park]", "0.6 ms");
        browser.see(".timing [data-hop=router]", "0.3 ms");
        browser.see(".timing [data-hop=total]", "4.2 ms");
        assertEquals(6, browser.count(".timing svg[role=img] rect"));
        double all = 0;
        for (var bar : browser.all(".timing svg[role=img] rect")) {
            all += Double.parseDouble(String.valueOf(bar.getAttribute("width")));
        }
        assertEquals(1_000, all, 2, "the bars fill the line");
    }

    @Test
    void fillsABodyInFromItsSchema() {
        open("routes/r3");
        String body = String.valueOf(browser.see("main .try textarea").getAttribute("value"));
        assertEquals("{\n  \"item\": \"teapot\",\n  \"quantity\": 1\n}", body);
        browser.click("main .try button", "Send");
        browser.see(".result pre", "application/json");
    }

    @Test
    void sendsFormFieldsAsAForm() {
        open("routes/r4");
        browser.see("input[name='query.item']").sendKeys("a & b");
        browser.click("select[name='form.gift'] option", "true");
        browser.see("input[name='form.colour']").sendKeys("RED, GREEN");
        browser.click("main .try button", "Send");
        browser.see(".result pre", "/orders/form?item=a+%26+b");
        browser.see(".result pre", "gift=true&colour=RED&colour=GREEN");
        browser.see(".result pre", "application/x-www-form-urlencoded");
    }

    @Test
    void sendsJsonFieldsAsTheirTypesSay() {
        open("routes/r5");
        browser.see("input[name='path.id']").sendKeys("a b/c");
        browser.see("input[name='json.quantity']").sendKeys("9007199254740993");
        browser.see("input[name='json.note']").sendKeys("12");
        browser.click("select[name='json.size'] option", "M");
        browser.click("main .try button", "Send");
        browser.see(".result pre", "/orders/a%20b%2Fc");
        browser.see(
                ".result pre",
                "{\\\"quantity\\\": 9007199254740993, \\\"note\\\": \\\"12\\\", \\\"size\\\": \\\"M\\\"}");
    }

    @Test
    void keepsWhatIsTypedWhileThePageIsDrawnAnew() {
        open("routes/r2");
        browser.see("input[name='path.id']").sendKeys("12");
        String before = browser.see(".facts").getText();
        nest.change(() -> nest.routeOf("r2").put("meanMs", 77));
        browser.await("a fresh page", () -> !browser.see(".facts").getText().equals(before));
        browser.type("34");
        assertEquals("1234", browser.see("input[name='path.id']").getAttribute("value"));
    }

    @Test
    void neverRunsWhatAnAnswerBrings() {
        open("try?method=GET&path=/page");
        browser.click("main .try button", "Send");
        browser.see(".result pre", "<script>document.title = 'run'</script>");
        assertNotEquals("run", browser.ask("document.title"));
        browser.see("main [data-search]").clear();
        browser.see("main [data-search]").sendKeys("/picture");
        browser.click("main .try button", "Send");
        browser.see(".result canvas");
    }

    @Test
    void writesARequestAsACommand() {
        open("try?method=POST&path=/it's");
        browser.ask("void Object.defineProperty(navigator, 'clipboard',"
                + " { value: { writeText: async (text) => { window.copied = text; } } })");
        browser.click("main .try button", "Copy as curl");
        browser.await(
                "the command",
                () -> browser.ask("window.copied ?? ''")
                        .equals("curl -i -X POST --globoff --path-as-is 'http://127.0.0.1:8888/it'\\''s'"));
    }

    @Test
    void explainsARequest() {
        open("explain");
        browser.see("input[aria-label=Path]").sendKeys("/orders/7", Keys.ENTER);
        browser.see("[data-outcome=match]");
        browser.see("main", "← this one");
        open("explain?method=GET&path=/orders");
        browser.see("[data-outcome=match]");
        open("explain?method=GET&path=/nowhere");
        browser.see("[data-outcome=not-found]");
        browser.see("main table", "does not match its pattern");
    }

    // Operators

    @Test
    void drainsAndResumesACell() {
        open("cells/cell-a");
        browser.see("h1 + .chip[data-state=serving]");
        browser.click("[data-action=drain]");
        browser.see("h1 + .chip[data-state=drained]");
        browser.see("[data-action=drain][aria-disabled=true]");
        browser.click("[data-action=drain]");
        browser.see(".notice", "It is drained already");
        browser.click("[data-action=resume]");
        browser.see("h1 + .chip[data-state=serving]");
        browser.see("[data-action=resume][aria-disabled=true]");
        browser.seeNo(".failure");
    }

    @Test
    void asksBeforeItDrainsTheLastCellOfARoute() {
        nest.lastOfItsRoutes = true;
        open("cells/cell-a");
        browser.see("h1 + .chip[data-state=serving]");
        browser.click("[data-action=drain]");
        browser.see("dialog[open]", "cell cell-a is the last that serves GET /orders/{id}.");
        browser.type(Keys.ESCAPE);
        browser.seeNo("dialog");
        assertEquals("serving", nest.cellOf("cell-a").get("state").asText());
        browser.click("[data-action=drain]");
        browser.click("dialog[open] button.danger", "Drain");
        browser.see("h1 + .chip[data-state=drained]");
    }

    @Test
    void asksBeforeItKicks() {
        open("cells/cell-b");
        browser.see("h1 + .chip");
        browser.click("[data-action=kick]");
        browser.see("dialog[open]", "Kick cell-b?");
        browser.type(Keys.ESCAPE);
        browser.seeNo("dialog");
        assertEquals("serving", nest.cellOf("cell-b").get("state").asText());
        browser.click("[data-action=kick]");
        browser.click("dialog[open] button.danger");
        browser.see("h1 + .chip[data-state=kicked]");
    }

    @Test
    void saysAllThereIsToSayOfACell() {
        open("cells/cell-a");
        browser.see("main", "Jars that could not be used");
        browser.see("main", "GET /x is there twice");
        browser.see("main", "a94a8fe5ccb1");
        browser.see("main", "zone=a");
        browser.see(".plain", "/orders/form");
        open("cells/nobody");
        browser.see(".failure", "404 cell nobody: not here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateways", "gateways/gateway-1", "deployments", "deployments/orders", "cells", "charts"})
    void hasAPageFor(String place) {
        open(place);
        browser.await("what it shows", () -> browser.count("main table, main .facts, main .plot canvas") > 0);
    }

    @Test
    void drawsChartsOfTheLastQuarterOfAnHour() {
        open("charts");
        browser.await("the charts", () -> browser.count(".plot canvas") == 4);
        browser.see(".chart", "p99 ");
        browser.see(".chart .u-legend", "Requests");
    }

    // Events

    @Test
    void showsEventsAsTheyCome() {
        Instant dayBefore = Instant.now().minus(Duration.ofDays(1));
        nest.event(dayBefore, "cell-left", "cell-a", "cell-a left");
        nest.event("cell-joined", "cell-a", "cell-a has joined");
        open("events");
        browser.see(".events", "cell-a has joined");
        // Neither red nor green, and with its date.
        browser.see(".events .type:not(.bad):not(.good)", "cell-left");
        browser.see(
                ".events li:last-child time",
                LocalDate.ofInstant(dayBefore, ZoneId.systemDefault()).toString());
        nest.event("cell-lost", "cell-b", "cell-b was lost");
        browser.see(".events li:first-child", "cell-b was lost");
        browser.click("main button", "Pause");
        nest.event("cell-joined", "cell-b", "cell-b is back");
        browser.see(".heading", "1 more since");
        assertFalse(browser.see(".events").getText().contains("cell-b is back"));
        browser.click("main button", "Go on");
        browser.see(".events", "cell-b is back");
        browser.click("main select option[value=cell-lost]");
        browser.await("those of that type", () -> browser.count(".events > li") == 1);
    }

    @Test
    void namesTheRoutesThatAnEventIsAbout() {
        nest.event("routes-added", "cell-a", "32 routes came with orders", "/orders", "/orders/{id}");
        open("events");
        browser.click(".events summary", "32 routes");
        browser.see(".events", "/orders/{id}");
        nest.event("cell-lost", "cell-b", "cell-b was lost");
        browser.see(".events > li:first-child", "cell-b was lost");
        browser.see(".events", "and 30 more");
    }

    @Test
    void keepsNoMoreEventsThanItCanShow() {
        for (int i = 0; i < 700; i++) {
            nest.event("routes-added", "cell-a", "number " + i);
        }
        open("events");
        browser.see(".events li:first-child", "number 699");
        browser.see(".heading", "the last 500");
        browser.await("a part of them", () -> browser.count(".events > li") == 200);
    }

    // When the router goes

    @Test
    void saysThatTheRouterHasGoneAndRecoversByItself() throws Exception {
        open("charts");
        browser.see(".plot canvas");
        open("nest");
        browser.see("#link-state", "live");
        browser.see("a[data-cell='cell-a']");
        int port = router.port();
        router.close();
        browser.see("#banner", "The router has gone");
        browser.see("#banner", "has not answered since");
        browser.see("a[data-cell='cell-a']");
        // What was seen last stays, wherever the reader goes.
        browser.type("g", "h");
        browser.see("h1", "Charts");
        browser.see(".plot canvas");
        browser.see(".heading", "the fifteen minutes until");
        browser.type("g", "n");
        browser.see("a[data-cell='cell-a']");
        assertEquals("gone", browser.ask("document.body.dataset.link"));
        nest.restart();
        nest.change(() -> nest.cell("cell-late", "orders"));
        router = FakeRouter.start(nest, port);
        browser.see("a[data-cell='cell-late']");
        browser.seeNo("#banner p");
        nest.event("cell-joined", "cell-late", "events go on");
        browser.see(".events", "events go on");
        browser.see(".events", "started anew");
    }

    @Test
    void asksForTheTokenThatTheRouterWants() throws Exception {
        open("nest");
        browser.see("a[data-cell='cell-a']");
        int port = router.port();
        router.close();
        router = FakeRouter.start(nest, port, "router.ops.token=a-token-of-some-length");
        browser.see("#banner", "asks for its token (401)");
    }

    @Test
    void sendsTheTokenThatTheBrowserWasGiven() throws Exception {
        router.close();
        router = FakeRouter.start(nest, 0, "router.ops.token=a-token-of-some-length");
        // As if the browser had asked and its user had answered.
        browser.open(router.url().replace("http://", "http://me:a-token-of-some-length@"));
        browser.open(router.url() + "/#/cells/cell-a");
        nest.event("cell-joined", "cell-a", "cell-a has joined");
        browser.see(".events", "cell-a has joined");
        browser.click("[data-action=drain]");
        browser.see("h1 + .chip[data-state=drained]");
    }

    // Hands on the keyboard

    @Test
    void isDrivenByKeysAlone() {
        open("nest");
        browser.see("a[data-cell='cell-a']");
        browser.type("?");
        browser.see("dialog[open]", "Keyboard");
        browser.type(Keys.ESCAPE);
        browser.seeNo("dialog");
        browser.type("/");
        browser.await(
                "the search",
                () -> browser.place().equals("#/routes")
                        && "Search routes".equals(browser.focused().getAttribute("aria-label")));
        browser.type("one order");
        browser.await("what is found", () -> browser.count("main tbody tr") == 1);
        browser.await("the route", () -> {
            browser.type(Keys.TAB);
            return browser.focused().getTagName().equals("a")
                    && browser.focused().getText().contains("/orders/");
        });
        browser.type(Keys.ENTER);
        browser.see("h1", "/orders/");
        browser.type("g", "c");
        browser.see("h1", "Cells");
        browser.await("the cell", () -> {
            browser.type(Keys.TAB);
            return browser.focused().getText().equals("cell-a");
        });
        assertNotEquals("none", browser.ask("getComputedStyle(document.activeElement).outlineStyle"), "focus is seen");
        browser.type(Keys.ENTER);
        browser.see("h1", "cell-a");
        browser.await("the button", () -> {
            browser.type(Keys.TAB);
            return "drain".equals(browser.focused().getAttribute("data-action"));
        });
        browser.type(Keys.ENTER);
        browser.see("h1 + .chip[data-state=drained]");
        browser.await(
                "it is read out",
                () -> browser.ask("document.getElementById('status').textContent")
                        .toString()
                        .contains("cell-a is drained"));
        assertEquals("drain", browser.focused().getAttribute("data-action"), "the focus stays");
        browser.type("g", "e");
        browser.see("h1", "Events");
    }

    @Test
    void leavesSingleKeysToWhoeverTurnsThemOff() {
        open("cells");
        browser.see("main table");
        browser.type("?");
        browser.click("dialog[open] input[type=checkbox]");
        browser.type(Keys.ESCAPE);
        browser.seeNo("dialog");
        browser.type("g", "e");
        assertEquals("#/cells", browser.place());
        browser.click("#help");
        browser.click("dialog[open] input[type=checkbox]");
        browser.type(Keys.ESCAPE);
        browser.seeNo("dialog");
        browser.type("g", "e");
        browser.see("h1", "Events");
    }

    @Test
    void letsKeyboardsSkipTheHead() {
        open("cells");
        browser.see("main table");
        browser.ask("document.activeElement.blur()");
        browser.type(Keys.TAB);
        assertEquals("skip", browser.focused().getAttribute("class"));
        browser.type(Keys.ENTER);
        browser.await("the content", () -> "main".equals(browser.focused().getAttribute("id")));
        assertEquals("#/cells", browser.place());
    }

    // Looks

    @Test
    void isLightOrDarkAsTheSystemSaysUnlessToldOtherwise() {
        open("nest");
        String light = ground();
        browser.prefer("prefers-color-scheme", "dark");
        browser.await("dark", () -> !ground().equals(light));
        String dark = ground();
        browser.click("#theme");
        browser.await("light again", () -> ground().equals(light));
        open("cells");
        browser.ask("location.reload()");
        browser.await("remembered", () -> browser.see("#theme").getText().equals("Light"));
        assertEquals(light, ground());
        browser.click("#theme");
        browser.await("dark by choice", () -> ground().equals(dark));
        browser.click("#theme");
        assertEquals("System", browser.see("#theme").getText());
    }

    private static String ground() {
        return String.valueOf(browser.ask("getComputedStyle(document.body).backgroundColor"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nest",
                "cells",
                "cells/cell-001",
                "gateways",
                "deployments",
                "routes",
                "routes/r1",
                "charts",
                "events",
                "try",
                "explain?method=GET&path=/orders/00000/7"
            })
    void fitsNarrowAndWideWindows(String place) throws Exception {
        show(FakeNest.large(40, 200));
        nest.event(
                "cell-joined", "cell-001", "cell-001 has joined with a-deployment-that-has-a-rather-long-name-indeed");
        browser.size(360, 740);
        open(place);
        browser.see("#link-state", "live");
        browser.await("its content", () -> !browser.see("main").getText().contains("Asking the router"));
        assertEquals(360L, browser.ask("innerWidth"));
        assertFitsItsWidth(place);
        browser.size(1366, 740);
        browser.await("the width", () -> browser.ask("innerWidth").equals(1366L));
        assertFitsItsWidth(place);
    }

    private void assertFitsItsWidth(String place) {
        assertEquals(
                browser.ask("document.documentElement.clientWidth"),
                browser.ask("document.documentElement.scrollWidth"),
                place);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void isReadable(String colours) {
        browser.prefer("prefers-color-scheme", colours);
        nest.change(() -> {
            nest.cellOf("cell-a").put("state", "full");
            nest.cellOf("cell-b").put("state", "silent");
            nest.cellOf("cell-c").put("state", "drained");
        });
        for (String place : List.of("nest", "cells", "routes", "cells/cell-a", "routes/r2", "events")) {
            open(place);
            browser.see("#link-state", "live");
            browser.await("its content", () -> !browser.see("main").getText().contains("Asking the router"));
            assertEquals("[]", String.valueOf(browser.ask(Contrast.SCRIPT)), place + " in " + colours);
        }
    }

    // Strangers

    @Test
    void showsWhatPeersSayAsText() {
        String hostile = "<img src=x onerror=\"document.title='run'\">";
        nest.change(() -> {
            nest.cell(hostile, hostile);
            nest.cellOf(hostile).withObject("/labels").put(hostile, "</script><script>document.title='run'</script>");
            nest.gateway(hostile).put("http", "javascript:document.title='run'");
            nest.route("GET", "/" + hostile + "/{id}", hostile, "<b onmouseover=alert(1)>bold</b>");
            nest.parameter(6, hostile, "query", hostile, false).put("default", hostile);
        });
        nest.event("cell-joined", hostile, hostile + " has joined");
        for (String place : List.of(
                "nest",
                "cells",
                "cells/" + encoded(hostile),
                "gateways",
                "gateways/" + encoded(hostile),
                "deployments",
                "deployments/" + encoded(hostile),
                "routes",
                "routes/r7",
                "events")) {
            open(place);
            browser.see("main", "onerror=");
            assertEquals(0, browser.count("main img, main script, main b[onmouseover]"), place);
            assertEquals(0, browser.count("a[href^='javascript:']"), place);
            assertNotEquals("run", browser.ask("document.title"), place);
        }
        open("routes?q=bold");
        browser.see("main", "<b onmouseover=alert(1)>bold</b>");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}

package org.cellnest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cellnest.cell.Route;
import org.cellnest.celltest.CellResponse;
import org.cellnest.celltest.CellTest;
import org.cellnest.celltest.FailedDeploymentException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the whole demo from the view of its clients, deployed with some settings and the test's own clock. */
class DemoTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final CellTest demo = CellTest.wholeCell(DemoSetup.class)
            .deployment("demo")
            .setting("demo.max-sleep-ms", 5)
            .setting("demo.max-files", 2)
            .provide(OrderBook.class, new OrderBook(2, CLOCK))
            .start();

    @AfterEach
    void closeTheDemo() {
        demo.close();
    }

    @Test
    void saysHello() {
        assertEquals(
                "hello! My name is billy, I'm 12 years old",
                demo.get("/api/hello/billy?age=12").text());
        assertEquals(
                "hello! My name is été, I'm 13 years old",
                demo.get("/api/hello/%C3%A9t%C3%A9").text());
        assertEquals(
                "hello! My name is billy, I'm 14 years old",
                demo.post("/api/hello/billy", Map.of("age", 14)).text());
        assertEquals(400, demo.get("/api/hello/billy?age=old").status());
        assertEquals(405, demo.delete("/api/hello/billy").status());
    }

    @Test
    void takesOrdersAndRemembersTheLatestOnly() {
        CellResponse placed = demo.post("/api/orders", new NewOrder("a", 1));
        assertEquals(201, placed.status(), placed::toString);
        assertEquals(Optional.of("/api/orders/1"), placed.header("location"));
        assertEquals(
                new Order(1, "a", 1, Instant.EPOCH), demo.get("/api/orders/1").json(Order.class));
        CellResponse form = demo.request("POST", "/api/orders/form")
                .form("item", "b")
                .form("quantity", 2)
                .send();
        assertEquals(303, form.status(), form::toString);
        assertEquals(Optional.of("/api/orders/2"), form.header("location"));
        demo.post("/api/orders", new NewOrder("c", 3));
        assertEquals(
                List.of("c", "b"),
                demo.get("/api/orders?count=5").jsonList(Order.class).stream()
                        .map(Order::item)
                        .toList());
        assertEquals(404, demo.get("/api/orders/1").status());
        assertEquals(204, demo.delete("/api/orders/2").status());
        CellResponse gone = demo.delete("/api/orders/2");
        assertEquals(404, gone.status());
        assertEquals("no order 2", gone.detail());
    }

    @Test
    void refusesOrdersThatMakeNoSense() {
        assertEquals(
                "item: a text of 0 characters (expected: 1 to 80)",
                demo.post("/api/orders", "{\"item\":\" \",\"quantity\":1}").detail());
        assertEquals(
                "quantity: 101 (expected: 1 to 100)",
                demo.post("/api/orders", "{\"item\":\"a\",\"quantity\":101}").detail());
        assertEquals(
                400,
                demo.request("POST", "/api/orders/form").form("item", "").send().status());
        assertEquals(400, demo.get("/api/orders?count=0").status());
        assertEquals(404, demo.get("/api/orders/x").status());
    }

    @Test
    void countsVisitsInACookie() {
        CellResponse first = demo.get("/api/visits");
        assertEquals("your first visit", first.text());
        CellResponse second = demo.request("GET", "/api/visits")
                .cookie("visits", first.cookie("visits").orElseThrow())
                .send();
        assertEquals("your visit number 2", second.text());
        assertTrue(second.header("set-cookie").orElse("").startsWith("visits=2; Max-Age=86400;"), second::toString);
        assertEquals(
                "your first visit",
                demo.request("GET", "/api/visits").cookie("visits", "-7").send().text());
    }

    @Test
    void wantsToKnowTheBrowser() {
        assertEquals(400, demo.get("/api/headers").status());
        assertEquals(
                Map.of("user-agent", "test", "accept-language", "not said"),
                demo.request("GET", "/api/headers")
                        .header("User-Agent", "test")
                        .send()
                        .json(Map.class));
    }

    @Test
    void sleepsNoLongerThanItsSettingsSay() {
        assertEquals("slept 0 ms", demo.get("/api/slow?ms=-1").text());
        assertEquals("slept 5 ms", demo.get("/api/slow?ms=60000").text());
    }

    @Test
    void answersFromItsOwnThreads() {
        assertTrue(demo.get("/api/later").text().startsWith("computed by cell-demo-"));
    }

    @Test
    void failsInItsOwnWays() {
        CellResponse failed = demo.get("/api/fail");
        assertEquals(500, failed.status());
        assertInstanceOf(ArithmeticException.class, failed.failure().orElseThrow());
        assertEquals("100 / 5 = 20", demo.get("/api/fail?divisor=5").text());
        CellResponse tea = demo.get("/api/tea");
        assertEquals(418, tea.status());
        assertEquals("This pot is for coffee.", tea.detail());
        assertEquals("here you are", demo.get("/api/tea?pot=tea").text());
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        FailedDeploymentException failed = assertThrows(
                FailedDeploymentException.class,
                () -> CellTest.wholeCell(DemoSetup.class)
                        .setting("demo.max-orders", 0)
                        .start());
        assertTrue(
                String.valueOf(failed.getMessage()).contains("max-orders: 0 (expected: 1 to 10000)"), failed::toString);
    }

    @Test
    void echoesWithoutHeaderValues() {
        CellResponse echo = demo.request("POST", "/api/echo/a/b?x=1")
                .header("authorization", "secret")
                .text("hi")
                .send();
        Map<?, ?> seen = echo.json(Map.class);
        assertEquals("hi", seen.get("body"));
        assertEquals(Map.of("path", "a/b"), seen.get("variables"));
        assertFalse(echo.text().contains("secret"));
    }

    @Test
    void takesAFileAndGivesItBackWhileItIsKept() {
        assertEquals(
                new Stored("a.txt", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", true),
                put("a.txt", "abc"));
        CellResponse back = demo.get("/api/files/a.txt");
        assertEquals("abc", back.text());
        assertEquals(Optional.of("attachment; filename=\"a.txt\""), back.header("content-disposition"));
        assertEquals("no file b.txt here", demo.get("/api/files/b.txt").detail());
        put("c.txt", "c");
        put("d.txt", "d");
        assertEquals(404, demo.get("/api/files/a.txt").status());
        assertEquals("d", demo.get("/api/files/d.txt").text());
        assertEquals(404, demo.get("/api/files/a%20b").status());
    }

    private Stored put(String name, String text) {
        CellResponse answer = demo.request("PUT", "/api/files/" + name)
                .body("application/octet-stream", text.getBytes(StandardCharsets.US_ASCII))
                .send();
        assertEquals(200, answer.status(), answer::toString);
        return answer.json(Stored.class);
    }

    @Test
    void generatesAFileOfTheSizeThatIsAskedFor() throws Exception {
        CellResponse file = demo.get("/api/generated?mib=3");
        assertEquals(3 << 20, file.bytes().length);
        Sha256 sha256 = new Sha256();
        sha256.write(file.bytes());
        assertEquals(sha256.hex(), demo.get("/api/generated/sha256?mib=3").text());
        assertEquals(
                "mib: 0 (expected: 1 to 1048576)",
                demo.get("/api/generated?mib=0").detail());
        assertEquals(
                "mib: 257 (expected: 1 to 256)",
                demo.get("/api/generated/sha256?mib=257").detail());
    }

    @Test
    void pageListsEveryRoute() {
        CellResponse page = demo.get("/");
        String html = page.text();
        Stream.of(Hello.class, Orders.class, Visits.class, Trouble.class, Echo.class, LargeFiles.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Route.class))
                .map(DemoTest::template)
                .forEach(template -> assertTrue(html.contains(template), template));
        assertEquals(Optional.of("text/html;charset=utf-8"), page.header("content-type"));
    }

    @Test
    void pagesNeedNothingFromElsewhere() {
        for (String path : List.of("/", "/files")) {
            CellResponse page = demo.get(path);
            String html = page.text();
            assertFalse(html.contains("src="), "a script or picture from elsewhere");
            assertFalse(html.contains("@import"));
            assertFalse(html.contains("href=\"http"));
            assertFalse(html.matches("(?s).* on[a-z]+=\".*"), "a script in an attribute");
            assertTrue(page.header("content-security-policy").orElse("").startsWith("default-src 'none';"));
        }
        assertTrue(demo.get("/").text().contains("href=\"/files\""));
        assertTrue(demo.get("/files").text().contains("href=\"/\""));
    }

    private static String template(Method method) {
        Route prefix = method.getDeclaringClass().getAnnotation(Route.class);
        return (prefix == null ? "" : prefix.value())
                + method.getAnnotation(Route.class).value();
    }
}

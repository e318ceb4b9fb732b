package org.cellnest.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Content;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.cell.Settings;
import org.cellnest.cell.TestCellContext;
import org.cellnest.demo.DemoSetup.DemoSettings;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final OrderBook book = new OrderBook(2, CLOCK);
    private final Orders orders = new Orders(book);

    @Test
    void saysHello() {
        assertEquals("hello! My name is billy, I'm 12 years old", new Hello().hello("billy", 12));
    }

    @Test
    void remembersTheLatestOrdersOnly() {
        assertEquals(
                Optional.of("/api/orders/1"),
                orders.place(new NewOrder("a", 1)).headers().first("location"));
        Response form = orders.placeFromForm("b", 2);
        assertEquals(303, form.status());
        orders.place(new NewOrder("c", 3));
        assertEquals(
                List.of("c", "b"), orders.latest(5).stream().map(Order::item).toList());
        assertEquals(Optional.empty(), orders.order(1));
        orders.cancel(2);
        assertEquals(404, assertThrows(Problem.class, () -> orders.cancel(2)).status());
    }

    @Test
    void refusesOrdersThatMakeNoSense() {
        assertEquals(
                400, assertThrows(Problem.class, () -> new NewOrder(" ", 1)).status());
        assertThrows(Problem.class, () -> new NewOrder("a", 101));
        assertEquals(
                400,
                assertThrows(Problem.class, () -> orders.placeFromForm("", 1)).status());
        assertEquals(400, assertThrows(Problem.class, () -> orders.latest(0)).status());
    }

    @Test
    void countsVisitsInACookie() {
        Response second = new Visits().visits(1);
        assertEquals(Optional.of("your visit number 2"), second.body());
        assertTrue(second.headers().first("set-cookie").orElse("").startsWith("visits=2; Max-Age=86400;"));
        assertEquals(Optional.of("your first visit"), new Visits().visits(-7).body());
    }

    @Test
    void setsUpFromItsSettings() throws Exception {
        try (TestCellContext context = CellContext.forTests("demo", Settings.of(Map.of("demo.max-orders", 5)))) {
            new DemoSetup().setUp(context);
            context.start();
            DemoSettings settings = context.provided(DemoSettings.class).orElseThrow();
            assertEquals(new DemoSettings(5, 10_000), settings);
            assertTrue(context.provided(OrderBook.class).isPresent());
            assertEquals("slept 0 ms", new Trouble(settings, context).slow(-1));
        }
    }

    @Test
    void echoesWithoutHeaderValues() {
        Request request = Request.of("POST", "/api/echo/x")
                .header("authorization", "secret")
                .body(Content.of("text/plain", "hi"))
                .build();
        Map<String, Object> echo = new Echo().echo(request);
        assertEquals("hi", echo.get("body"));
        assertFalse(echo.toString().contains("secret"));
    }

    @Test
    void pageListsEveryRoute() {
        Response page = new Page().page();
        String html = page.body().orElseThrow().toString();
        Stream.of(Hello.class, Orders.class, Visits.class, Trouble.class, Echo.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Route.class))
                .map(DemoTest::template)
                .forEach(template -> assertTrue(html.contains(template), template));
        assertEquals(Optional.of("text/html;charset=utf-8"), page.headers().first("content-type"));
    }

    @Test
    void pageNeedsNothingFromElsewhere() {
        String html = new Page().page().body().orElseThrow().toString();
        assertFalse(html.contains("src="), "a script or picture from elsewhere");
        assertFalse(html.contains("@import"));
        assertFalse(html.contains("href=\"http"));
    }

    private static String template(Method method) {
        Route prefix = method.getDeclaringClass().getAnnotation(Route.class);
        return (prefix == null ? "" : prefix.value())
                + method.getAnnotation(Route.class).value();
    }
}

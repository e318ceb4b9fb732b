package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {
    @Test
    void saysStatusHeadersAndBody() {
        Response response =
                Response.created("/orders/1").body("x").header("ETag", "1").header("etag", "2");
        assertEquals(201, response.status());
        assertEquals(Headers.of("location", "/orders/1", "etag", "2"), response.headers());
        assertEquals(Optional.of("x"), response.body());
        assertEquals(Optional.empty(), Response.noContent().body());
        assertEquals(303, Response.redirect("/").status());
        assertEquals(
                Optional.of("text/html;charset=utf-8"),
                Response.html("x").headers().first("content-type"));
    }

    @Test
    void setsSeveralCookies() {
        Response response = Response.ok()
                .cookie("a", "1")
                .cookie(SetCookie.of("b", "2").maxAge(Duration.ofDays(1)).secure());
        assertEquals(
                List.of(
                        "a=1; Path=/; HttpOnly; SameSite=Lax",
                        "b=2; Max-Age=86400; Path=/; Secure; HttpOnly; SameSite=Lax"),
                response.headers().all("set-cookie"));
        assertEquals(
                "c=; Max-Age=0; Path=/x; Domain=example.org; SameSite=None",
                SetCookie.removal("c")
                        .path("/x")
                        .domain("example.org")
                        .readableByScripts()
                        .sameSite(SetCookie.SameSite.NONE)
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "a\r\nb", "a,b", "\"a", "\u00e9"})
    void refusesCookieValuesThatWouldSayMore(String value) {
        assertThrows(IllegalArgumentException.class, () -> SetCookie.of("name", value));
        assertThrows(IllegalArgumentException.class, () -> SetCookie.of(value, "x"));
    }

    @Test
    void refusesStatusesThatAreNoFinalAnswers() {
        assertThrows(IllegalArgumentException.class, () -> Response.status(101));
        assertThrows(IllegalArgumentException.class, () -> Response.status(600));
        assertThrows(IllegalArgumentException.class, () -> Response.redirect(304, "/"));
    }

    @Test
    void problemsSayWhatClientsMaySee() {
        Problem problem = new Problem(409, "only 2 left").with("left", 2).header("Retry-After", "5");
        assertEquals("Conflict", problem.title());
        assertEquals("409 only 2 left", problem.getMessage());
        assertEquals(2, problem.members().get("left"));
        assertEquals(Headers.of("retry-after", "5"), problem.headers());
        assertEquals(0, problem.getStackTrace().length);
        assertEquals("Sold out", problem.title("Sold out").title());
        assertThrows(IllegalArgumentException.class, () -> new Problem(302, ""));
        assertThrows(IllegalArgumentException.class, () -> new Problem(404, "").with("status", 200));
    }
}

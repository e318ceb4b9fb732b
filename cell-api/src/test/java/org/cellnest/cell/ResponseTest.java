package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "/b/at/caf\u00e9, /b/at/caf%C3%A9",
        "/caf%C3%A9/100%, /caf%C3%A9/100%25",
        "/%zz/%4, /%25zz/%254",
        "/a b?q=\u20ac&r=1#x, /a%20b?q=%E2%82%AC&r=1#x",
        "/\ud83d\ude00, /%F0%9F%98%80",
        "https://example.org:8443/a;b=c?d=[1]~, https://example.org:8443/a;b=c?d=[1]~",
        "/\\example.org, /%5Cexample.org",
        "'/<\"{|}^`>', /%3C%22%7B%7C%7D%5E%60%3E"
    })
    void encodesLocationsAndNothingThatIsEncoded(String location, String sent) {
        assertEquals(Headers.of("location", sent), Response.redirect(location).headers());
        assertEquals(Headers.of("location", sent), Response.created(location).headers());
        assertEquals(
                Headers.of("content-location", sent),
                Response.ok().header("Content-Location", location).headers());
        assertEquals(
                Headers.of("location", sent),
                Response.ok().addHeader("LOCATION", location).headers());
        assertEquals(
                Headers.of("location", sent),
                new Problem(409, "").header("Location", location).headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\r\nset-cookie: b=c", "/\u0000", "/\u007f", "/\u0085", "/\ud83d", "/\ude00x"})
    void refusesLocationsThatCannotBeSent(String location) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Response.redirect(location))
                .getMessage());
        assertTrue(message.startsWith("header location: \"/") && message.contains("(expected: a URI"), message);
        assertFalse(message.contains("\n"), message);
        assertThrows(IllegalArgumentException.class, () -> new Problem(409, "").header("location", location));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\u0000", "\u007f", "\u20ac"})
    void refusesHeadersThatCannotBeSent(String value) {
        assertThrows(IllegalArgumentException.class, () -> Response.ok().header("x-a", value));
        assertThrows(IllegalArgumentException.class, () -> Response.ok().addHeader("x-a", value));
        assertThrows(IllegalArgumentException.class, () -> Response.ok().type(value));
        assertThrows(IllegalArgumentException.class, () -> new Problem(409, "").header("x-a", value));
        assertThrows(IllegalArgumentException.class, () -> Response.ok().header(value, "x"));
        assertThrows(IllegalArgumentException.class, () -> Response.ok().header("", "x"));
    }

    @Test
    void sendsACharacterOfAValueAsOneByte() {
        assertEquals(
                Headers.of("x-a", "caf\u00e9\tb"),
                Response.ok().header("x-a", "caf\u00e9\tb").headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "W/\"7\"", "\"\"", "\"a,b\\'\u00e9\""})
    void takesEntityTags(String tag) {
        assertEquals(Optional.of(tag), Response.ok().etag(tag).headers().first("etag"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "\"", "\"7", "7\"", "w/\"7\"", "W/7", "\"a b\"", "\"a\"b\"", "\"\n\"", "\"\u20ac\"", "*"
            })
    void refusesWhatIsNoEntityTag(String tag) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Response.ok().etag(tag));
        assertTrue(refused.toString().contains("quotes included"), refused::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b.pdf | attachment; filename=\"a b.pdf\"",
                "caf\u00e9.pdf | attachment; filename=\"caf_.pdf\"; filename*=UTF-8''caf%C3%A9.pdf",
                "\u20ac rates | attachment; filename=\"_ rates\"; filename*=UTF-8''%E2%82%AC%20rates",
                "\ud83d\udc1d.txt | attachment; filename=\"_.txt\"; filename*=UTF-8''%F0%9F%90%9D.txt",
                "100% \"x\" | attachment; filename=\"100_ _x_\"; filename*=UTF-8''100%25%20%22x%22",
                "a;b='c' | attachment; filename=\"a;b='c'\""
            })
    void namesDownloads(String name, String expected) {
        Response response = Response.download(Path.of("x"), name);
        assertEquals(Optional.of(expected), response.headers().first("content-disposition"));
        assertEquals(Optional.of(Path.of("x")), response.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/b", "a\\b", "a\nb", "a\u0000", "\ud83d"})
    void refusesNamesThatAreNoFiles(String name) {
        assertThrows(IllegalArgumentException.class, () -> Response.download(Path.of("x"), name));
    }
}

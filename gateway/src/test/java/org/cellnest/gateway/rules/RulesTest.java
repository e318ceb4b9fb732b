package org.cellnest.gateway.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a:80", "a.example", "127.0.0.1:8080", "[::1]", "[::1]:80", "a:", "", "a_b", "%41"})
    void takesHosts(String host) throws RefusedRequest {
        HostRule.check(host, 1, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "u@a",
                "a:b",
                "a:80:80",
                "a:123456",
                "[::1",
                "[]",
                "[g]",
                "[::1]x",
                "a?b",
                "a#b",
                "é",
                "a\\b"
            })
    void refusesHosts(String host) {
        assertThrows(RefusedRequest.class, () -> HostRule.check(host, 1, true));
    }

    @Test
    void wantsOneHost() throws RefusedRequest {
        HostRule.check(null, 0, false);
        HostRule.check("A:80", 1, true);
        assertThrows(RefusedRequest.class, () -> HostRule.check(null, 0, true));
        assertThrows(RefusedRequest.class, () -> HostRule.check("a", 2, true));
    }

    @ParameterizedTest
    @CsvSource({
        "/a, GET, /a",
        "http://h/a, GET, /a",
        "https://h:1/a/b, GET, /a/b",
        "http://h, GET, /",
        "http://h, OPTIONS, *",
        "*, OPTIONS, *"
    })
    void readsTargets(String uri, String method, String path) throws RefusedRequest {
        assertEquals(path, RequestTarget.parse(uri, method).rawPath());
    }

    @ParameterizedTest
    @CsvSource({"*, GET", "a, GET", "ftp://h/, GET", "http:///a, GET", "http://u@h/, GET", "h:80, CONNECT"})
    void refusesTargets(String uri, String method) {
        assertThrows(RefusedRequest.class, () -> RequestTarget.parse(uri, method));
    }

    @Test
    void allowsListedOriginsAlone() {
        Cors cors = new Cors(Set.of("https://a"), List.of("PUT"), List.of("X-A"), List.of("X-B"), true, 60);
        assertTrue(cors.isPreflight("OPTIONS", "https://a", "PUT"));
        assertFalse(cors.isPreflight("OPTIONS", "https://b", "PUT"));
        assertFalse(cors.isPreflight("OPTIONS", "https://a", null));
        List<String> told = new ArrayList<>();
        cors.putActual("https://b", (name, value) -> told.add(name + ": " + value));
        assertEquals(List.of("vary: Origin"), told);
        told.clear();
        cors.putActual("https://a", (name, value) -> told.add(name + ": " + value));
        assertEquals(
                List.of(
                        "access-control-allow-origin: https://a",
                        "access-control-allow-credentials: true",
                        "vary: Origin",
                        "access-control-expose-headers: X-B"),
                told);
    }

    @Test
    void repeatsIdempotentMethodsOnce() {
        assertTrue(LocalReplies.mayRepeat("GET", false));
        assertFalse(LocalReplies.mayRepeat("GET", true));
        assertTrue(LocalReplies.mayRepeat("PUT", false));
        assertFalse(LocalReplies.mayRepeat("PUT", true));
        assertFalse(LocalReplies.mayRepeat("POST", false));
    }
}

package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTrieTest {
    private static final List<String> TEMPLATES = List.of(
            "/",
            "/api/hello",
            "/api/hello/{name}",
            "/api/hello/{name:\\d+}",
            "/api/hello/{name:[a-z]+}",
            "/api/hello/billy",
            "/api/{service}/health",
            "/api/{service}/{rest...}",
            "/api/hello/",
            "/files/{path...}",
            "/files/{dir}/index",
            "/{any}/x/{tail:[0-9]}",
            "/y/x/z",
            "/{all...}");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # path               | what matches, the most specific first
            /                    | / /{all...}
            /api                 | /{all...}
            /api/hello           | /api/hello /{all...}
            /api/hello/          | /api/hello/ /api/{service}/{rest...} /{all...}
            /api/hello/billy     | /api/hello/billy /api/hello/{name:[a-z]+} /api/hello/{name} /api/{service}/{rest...} /{all...}
            /api/hello/12        | /api/hello/{name:\\d+} /api/hello/{name} /api/{service}/{rest...} /{all...}
            /api/hello/health    | /api/hello/{name:[a-z]+} /api/hello/{name} /api/{service}/health /api/{service}/{rest...} /{all...}
            /api/orders/health   | /api/{service}/health /api/{service}/{rest...} /{all...}
            /api//health         | /{all...}
            /API/hello           | /{all...}
            /files               | /{all...}
            /files/              | /files/{path...} /{all...}
            /files/a/index       | /files/{dir}/index /files/{path...} /{all...}
            /files/a/b/index     | /files/{path...} /{all...}
            /y/x/7               | /{any}/x/{tail:[0-9]} /{all...}
            /y/x/z               | /y/x/z /{all...}
            //                   | /{all...}
            """)
    void visitsWhatMatchesTheMostSpecificFirst(String path, String expected) {
        RouteTrie<String> trie = trie(TEMPLATES);

        assertEquals(expected, String.join(" ", matches(trie, path)));
    }

    @Test
    void goesOnToALessSpecificTemplateUntilOneIsAccepted() {
        RouteTrie<String> trie = trie(TEMPLATES);

        assertEquals("/api/hello/billy", trie.match("/api/hello/billy", value -> true));
        assertEquals("/api/hello/{name}", trie.match("/api/hello/billy", value -> value.endsWith("{name}")));
        assertEquals("/{all...}", trie.match("/api/hello/billy", value -> value.contains("all")));
        assertNull(trie.match("/api/hello/billy", value -> false));
    }

    @Test
    void matchesNothingThatIsNoPath() {
        RouteTrie<String> trie = trie(List.of("/{all...}", "/a"));

        assertNull(trie.match("", value -> true));
        assertNull(trie.match("*", value -> true));
        assertNull(trie.match("a", value -> true));
        assertEquals("/{all...}", trie.match("/", value -> true));
    }

    @Test
    void anEmptyTrieMatchesNothing() {
        RouteTrie<String> trie = new RouteTrie<>();

        assertNull(trie.match("/", value -> true));
        assertNull(trie.match("/a/b", value -> true));
        assertNull(trie.remove(PathTemplate.parse("/a/{b...}")));
        assertEquals(0, trie.size());
    }

    @Test
    void templatesOfOneShapeAreOneEntry() {
        RouteTrie<String> trie = new RouteTrie<>();

        assertNull(trie.put(PathTemplate.parse("/a/{x}/{y:\\d}/{z...}"), "first"));
        assertEquals("first", trie.put(PathTemplate.parse("/a/{k}/{l:\\d}/{m...}"), "second"));
        assertEquals(1, trie.size());
        assertEquals("second", trie.get(PathTemplate.parse("/a/{p}/{q:\\d}/{r...}")));
        assertNull(trie.get(PathTemplate.parse("/a/{p}/{q:\\d}")));
        assertNull(trie.get(PathTemplate.parse("/a/{p}/{q}/{r...}")));
        assertEquals("second", trie.remove(PathTemplate.parse("/a/{s}/{t:\\d}/{u...}")));
        assertEquals(0, trie.size());
    }

    @Test
    void removingLeavesNoNodeAndNoConstraintBehind() {
        RouteTrie<String> trie = trie(TEMPLATES);
        trie.put(PathTemplate.parse("/other/{n:\\d+}/{m:\\d+}"), "");
        assertEquals(3, trie.constraintCount());

        assertNull(trie.remove(PathTemplate.parse("/api")));
        assertNull(trie.remove(PathTemplate.parse("/api/hello/{name:\\w+}")));
        assertNull(trie.remove(PathTemplate.parse("/api/hello/billy/x")));
        assertEquals(TEMPLATES.size() + 1, trie.size());
        assertEquals("", trie.remove(PathTemplate.parse("/other/{a:\\d+}/{b:\\d+}")));
        assertEquals(3, trie.constraintCount());
        for (String template : TEMPLATES) {
            assertEquals(template, trie.remove(PathTemplate.parse(template)));
            assertNull(trie.remove(PathTemplate.parse(template)));
        }
        assertEquals(0, trie.size());
        assertEquals(0, trie.nodeCount());
        assertEquals(0, trie.constraintCount());
    }

    @Test
    void removingALongTemplateKeepsTheShorterOneOnItsWay() {
        RouteTrie<String> trie = trie(List.of("/a", "/a/b/c", "/a/b/{x...}"));

        trie.remove(PathTemplate.parse("/a/b/c"));
        assertEquals(List.of("/a/b/{x...}"), matches(trie, "/a/b/c"));
        trie.remove(PathTemplate.parse("/a/b/{x...}"));
        assertEquals(List.of("/a"), matches(trie, "/a"));
        assertEquals(1, trie.nodeCount());
    }

    @Test
    void saysWhenTheConstraintsTogetherWouldBeTooMuch() {
        RouteTrie<String> trie = new RouteTrie<>();
        List<PathTemplate> large = new ArrayList<>();
        for (int i = 0; large.size() < 100; i++) {
            large.add(PathTemplate.parse("/" + i + "/{v:x{" + (500 + i) + "}}")); // as many instructions, and 2
        }
        int fit = 0;
        while (trie.hasRoomFor(large.subList(fit, fit + 1))) {
            trie.put(large.get(fit), "");
            fit++;
        }

        assertEquals(91, fit); // 91 * 502 + (0 + 90) * 91 / 2 = 49,777
        assertTrue(trie.hasRoomFor(large.subList(0, fit)), "what is here already costs nothing more");
        trie.remove(large.get(0));
        assertTrue(trie.hasRoomFor(large.subList(fit - 1, fit)));
        assertFalse(trie.hasRoomFor(large), "counts them together");
        assertTrue(new RouteTrie<String>().hasRoomFor(large.subList(0, fit)));
        assertFalse(new RouteTrie<String>().hasRoomFor(large));
    }

    @Test
    void refusesToBeCalledFromWithinAMatchAndWorksAfterwards() {
        RouteTrie<String> trie = trie(List.of("/a"));
        PathTemplate template = PathTemplate.parse("/b");

        assertThrows(IllegalStateException.class, () -> trie.forEachMatch("/a", value -> trie.put(template, value)));
        assertThrows(IllegalStateException.class, () -> trie.forEachMatch("/a", value -> trie.remove(template)));
        assertThrows(
                IllegalStateException.class, () -> trie.forEachMatch("/a", value -> trie.forEachMatch("/a", v -> {})));
        assertEquals(List.of("/a"), matches(trie, "/a"));
    }

    static RouteTrie<String> trie(List<String> templates) {
        RouteTrie<String> trie = new RouteTrie<>();
        for (String template : templates) {
            trie.put(PathTemplate.parse(template), template);
        }
        return trie;
    }

    static List<String> matches(RouteTrie<String> trie, String path) {
        List<String> found = new ArrayList<>();
        trie.forEachMatch(path, found::add);
        return found;
    }
}

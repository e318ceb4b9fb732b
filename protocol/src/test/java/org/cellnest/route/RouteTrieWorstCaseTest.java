package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Templates and paths chosen to hurt. The times are far above what is needed and far below anything exponential. */
class RouteTrieWorstCaseTest {

    @Test
    void everyMixtureOfLiteralsAndVariablesIsOneVisitOfEachNode() {
        RouteTrie<Integer> trie = new RouteTrie<>();
        int segments = 13;
        for (int bits = 0; bits < 1 << segments; bits++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < segments; i++) {
                text.append((bits >> i & 1) == 0 ? "/a" : "/{v" + i + "}");
            }
            trie.put(PathTemplate.parse(text.toString()), bits);
        }
        String path = "/a".repeat(segments);
        List<Integer> visited = new ArrayList<>();

        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 100; i++) {
                assertNull(trie.match(path, value -> false));
                assertNull(trie.match(path + "/b", value -> true));
            }
        });
        trie.forEachMatch(path, visited::add);
        assertEquals(1 << segments, visited.size());
    }

    @Test
    void aConstraintRunsOnceOnASegmentHoweverManyNodesHaveIt() {
        RouteTrie<Integer> trie = new RouteTrie<>();
        int segments = 11;
        String regex = "(?:.?){200}.*b";
        for (int bits = 0; bits < 1 << segments; bits++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < segments; i++) {
                text.append((bits >> i & 1) == 0 ? "/a" : "/{v" + i + "}");
            }
            trie.put(PathTemplate.parse(text + "/{slow:" + regex + "}"), bits);
        }
        assertEquals(1, trie.constraintCount());
        String path = "/a".repeat(segments) + "/" + "a".repeat(1_000);

        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 10; i++) {
                assertNull(trie.match(path, value -> true));
            }
        });
    }

    @Test
    void chainsOfRestsAndVariablesAreLinearInTheTrie() {
        RouteTrie<String> trie = new RouteTrie<>();
        for (int i = 0; i < PathTemplate.MAX_SEGMENTS; i++) {
            String variables = variables(i);
            trie.put(PathTemplate.parse(variables + "/{rest...}"), variables);
            trie.put(PathTemplate.parse(variables + "/z"), variables + "/z");
        }
        List<String> visited = new ArrayList<>();
        trie.forEachMatch("/a".repeat(40), visited::add);

        assertEquals(PathTemplate.MAX_SEGMENTS, visited.size());
        assertEquals(variables(PathTemplate.MAX_SEGMENTS - 1), visited.get(0));
        assertEquals("", visited.get(visited.size() - 1));
    }

    @Test
    void aPathOfThousandsOfSegmentsCostsNoDepth() {
        RouteTrie<String> trie = RouteTrieTest.trie(List.of("/{a}/{b...}", variables(32), "/a/b"));

        assertEquals("/{a}/{b...}", trie.match("/a".repeat(4_096), value -> true));
        assertEquals("/{a}/{b...}", trie.match("/a" + "/".repeat(8_191), value -> true));
        assertNull(trie.match("/".repeat(8_192), value -> true));
        assertEquals("/{a}/{b...}", trie.match("/" + "a".repeat(8_000) + "/", value -> true));
        assertEquals(variables(32), trie.match("/a".repeat(32), value -> !value.contains("b...")));
        assertNull(trie.match("/a".repeat(33), value -> !value.contains("b...")));
    }

    @Test
    void literalsThatShareAHashAreFoundAsFastAsOthers() {
        RouteTrie<Integer> trie = new RouteTrie<>();
        int count = 1 << 14;
        assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < count; i++) {
                trie.put(PathTemplate.parse("/" + colliding(i, 14)), i);
            }
            for (int i = 0; i < count; i++) {
                assertEquals(i, trie.match("/" + colliding(i, 14), value -> true));
            }
            for (int i = 0; i < count; i++) {
                assertEquals(i, trie.remove(PathTemplate.parse("/" + colliding(i, 14))));
            }
        });
        assertEquals(0, trie.nodeCount());
    }

    @Test
    void holdsTwentyThousandRoutesOfEachKind() {
        RouteTrie<Integer> trie = new RouteTrie<>();
        int count = 20_000;
        assertTimeout(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < count; i++) {
                trie.put(PathTemplate.parse("/service" + i + "/{id}"), i);
                trie.put(PathTemplate.parse("/s/{id:" + i + "-[a-z]+}"), i);
            }
            for (int i = 0; i < count; i += 97) {
                assertEquals(i, trie.match("/service" + i + "/x", value -> true));
            }
            for (int i = 0; i < count; i += 4_999) {
                assertEquals(i, trie.match("/s/" + i + "-x", value -> true));
            }
        });
        assertEquals(2 * count, trie.size());
    }

    private static String colliding(int bits, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((bits >> i & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static String variables(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("/{v").append(i).append('}');
        }
        return text.toString();
    }
}

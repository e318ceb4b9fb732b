package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The trie beside a matcher that is slow and plain: sort by specificity, try each. */
class RouteTriePropertyTest {
    // "Aa" and "BB" have one hash.
    private static final String[] TEXTS = {"", "a", "b", "ab", "Aa", "BB", "7"};
    private static final String[] VARIABLES = {"{}", "{:a}", "{:[ab]+}", "{:\\d}", "{:.*}"};

    @Test
    void agreesWithTheNaiveMatcher() {
        Random random = new Random(31);
        int found = 0;
        for (int round = 0; round < 2_000; round++) {
            Map<String, PathTemplate> byShape = templates(random, 1 + random.nextInt(25));
            RouteTrie<PathTemplate> trie = trie(byShape.values());
            assertEquals(byShape.size(), trie.size());
            for (int i = 0; i < 20; i++) {
                String path = path(random);
                List<PathTemplate> expected = naive(byShape.values(), path);
                assertEquals(expected, matches(trie, path), path);

                int skipped = expected.isEmpty() ? 0 : random.nextInt(expected.size());
                List<PathTemplate> refused = expected.subList(0, skipped);
                assertEquals(
                        expected.isEmpty() ? null : expected.get(skipped),
                        trie.match(path, template -> !refused.contains(template)));
                found += expected.size();
            }
        }
        assertTrue(found > 10_000, "found only " + found);
    }

    @Test
    void theOrderOfRegistrationDoesNotCount() {
        Random random = new Random(32);
        for (int round = 0; round < 500; round++) {
            List<PathTemplate> templates = new ArrayList<>(templates(random, 20).values());
            RouteTrie<PathTemplate> one = trie(templates);
            Collections.shuffle(templates, random);
            RouteTrie<PathTemplate> other = trie(templates);

            assertEquals(one.nodeCount(), other.nodeCount());
            for (int i = 0; i < 20; i++) {
                String path = path(random);
                assertEquals(matches(one, path), matches(other, path), path);
            }
        }
    }

    @Test
    void afterPutsAndRemovesItEqualsATrieBuiltAnew() {
        Random random = new Random(33);
        for (int round = 0; round < 300; round++) {
            RouteTrie<PathTemplate> trie = new RouteTrie<>();
            Map<String, PathTemplate> held = new TreeMap<>();
            for (int step = 0; step < 60; step++) {
                PathTemplate template = template(random);
                if (random.nextInt(5) < 3) {
                    assertEquals(held.put(template.canonicalShape(), template), trie.put(template, template));
                } else if (random.nextBoolean() && !held.isEmpty()) {
                    List<String> shapes = new ArrayList<>(held.keySet());
                    PathTemplate one = held.remove(shapes.get(random.nextInt(shapes.size())));
                    assertEquals(one, one == null ? null : trie.remove(one));
                } else {
                    assertEquals(held.remove(template.canonicalShape()), trie.remove(template));
                }
                assertEquals(held.size(), trie.size());
                assertEquals(held.get(template.canonicalShape()), trie.get(template));
            }
            RouteTrie<PathTemplate> anew = trie(held.values());
            assertEquals(anew.nodeCount(), trie.nodeCount());
            assertEquals(anew.constraintCount(), trie.constraintCount());
            for (int i = 0; i < 30; i++) {
                String path = path(random);
                assertEquals(matches(anew, path), matches(trie, path), path);
            }
        }
    }

    private static List<PathTemplate> naive(Iterable<PathTemplate> templates, String path) {
        List<PathTemplate> matching = new ArrayList<>();
        for (PathTemplate template : templates) {
            if (template.bind(path) != null) {
                matching.add(template);
            }
        }
        matching.sort(PathTemplate.MOST_SPECIFIC_FIRST);
        return matching;
    }

    private static List<PathTemplate> matches(RouteTrie<PathTemplate> trie, String path) {
        List<PathTemplate> found = new ArrayList<>();
        trie.forEachMatch(path, found::add);
        return found;
    }

    private static RouteTrie<PathTemplate> trie(Iterable<PathTemplate> templates) {
        RouteTrie<PathTemplate> trie = new RouteTrie<>();
        for (PathTemplate template : templates) {
            trie.put(template, template);
        }
        return trie;
    }

    private static Map<String, PathTemplate> templates(Random random, int atMost) {
        Map<String, PathTemplate> byShape = new TreeMap<>();
        for (int i = 0; i < atMost; i++) {
            PathTemplate template = template(random);
            byShape.put(template.canonicalShape(), template);
        }
        return byShape;
    }

    private static PathTemplate template(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append('/');
            if (random.nextInt(5) < 2) {
                String variable = VARIABLES[random.nextInt(VARIABLES.length)];
                text.append("{v").append(i).append(variable.substring(1));
            } else {
                text.append(TEXTS[random.nextInt(TEXTS.length)]);
            }
        }
        if (random.nextInt(5) == 0) {
            text.append("/{rest...}");
        }
        return PathTemplate.parse(text.toString());
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            path.append('/').append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return path.toString();
    }
}

package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathOverlapTest {
    private static final String[] TEXTS = {"", "a", "b", "aa", "...", "x/y", "}"};

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # selecting          | paths                | share
            /{path...}           | /                    | ALL
            /{path...}           | /a/{b}/{c...}        | ALL
            /a/{path...}         | /a/b                 | ALL
            /a/{path...}         | /a/                  | ALL
            /a/{path...}         | /a                   | NONE
            /a/{path...}         | /b/c                 | NONE
            /a/{path...}         | /{x}/b               | SOME
            /a/{path...}         | /{x}                 | NONE
            /a/{path...}         | /{x:[bc]}/b          | NONE
            /a/{path...}         | /{x:[ac]}/b          | SOME
            /a                   | /a                   | ALL
            /a                   | /a/                  | NONE
            /a                   | /{x}                 | SOME
            /a                   | /a/{rest...}         | NONE
            /a/                  | /a/{rest...}         | SOME
            /a/{b}/c             | /a/{rest...}         | SOME
            /a/{b}               | /a/{c}               | ALL
            /a/{b}               | /a/c                 | ALL
            /a/{b}               | /a/                  | NONE
            /a/                  | /a/{b}               | NONE
            /a/{b:\\d+}          | /a/{c}               | SOME
            /a/{b:\\d+}          | /a/{c:\\d+}          | ALL
            /a/{b:\\d+}          | /a/{c:\\w+}          | SOME
            /a/{b:\\d+}          | /a/7                 | ALL
            /a/{b:\\d+}          | /a/c                 | NONE
            /{a}/{b}             | /{a}                 | NONE
            """)
    void tellsWhetherATemplateSelectsThePathsOfAnother(String selecting, String paths, PathOverlap share) {
        assertEquals(share, PathOverlap.of(PathTemplate.parse(selecting), PathTemplate.parse(paths)));
    }

    @Test
    void agreesWithTheMatchingOfPaths() {
        Random random = new Random(41);
        Map<PathOverlap, Integer> seen = new EnumMap<>(PathOverlap.class);
        for (int round = 0; round < 20_000; round++) {
            PathTemplate selecting = RandomTemplates.template(random);
            PathTemplate paths = RandomTemplates.template(random);
            PathOverlap share = PathOverlap.of(selecting, paths);
            for (int i = 0; i < 10; i++) {
                String path = path(random);
                if (paths.bind(path) == null) {
                    continue;
                }
                boolean selected = selecting.bind(path) != null;
                String message = selecting + " of " + paths + ": " + share + ", " + path;
                assertTrue(selected || share != PathOverlap.ALL, message);
                assertFalse(selected && share == PathOverlap.NONE, message);
                seen.merge(share, 1, Integer::sum);
            }
        }
        assertTrue(seen.size() == 3 && seen.values().stream().allMatch(count -> count > 20), seen::toString);
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            path.append('/').append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return path.toString();
    }
}

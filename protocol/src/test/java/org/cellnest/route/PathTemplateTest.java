package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # template                      | path                     | variables, or - where it does not match
            /                               | /                        | {}
            /                               | /a                       | -
            /a                              | /a                       | {}
            /a                              | /A                       | -
            /a                              | /a/                      | -
            /a                              | /                        | -
            /a                              | a                        | -
            /a                              | *                        | -
            /a/                             | /a/                      | {}
            /a/                             | /a                       | -
            /a//b                           | /a//b                    | {}
            /a//b                           | /a/b                     | -
            /a/b                            | /a//b                    | -
            /ab                             | /abc                     | -
            /abc                            | /ab                      | -
            /caf\u00e9/\u65e5\u672c         | /caf\u00e9/\u65e5\u672c  | {}
            /a b%20+?#*                     | /a b%20+?#*              | {}
            /a%20b                          | /a b                     | -
            /...                            | /...                     | {}
            /hello/{name}                   | /hello/billy             | {name=billy}
            /hello/{name}                   | /hello/                  | -
            /hello/{name}                   | /hello                   | -
            /hello/{name}                   | /hello/billy/            | -
            /hello/{name}                   | /hello/a/b               | -
            /{a}/x/{b-2}                    | /1/x/2                   | {a=1, b-2=2}
            /{a}/{b}                        | //2                      | -
            /y/{year:\\d{2,4}}              | /y/26                    | {year=26}
            /y/{year:\\d{2,4}}              | /y/20260                 | -
            /y/{year:\\d{2,4}}              | /y/x26                   | -
            /y/{year:\\d{2,4}}/m            | /y/2026/m                | {year=2026}
            /{v:a*}                         | /                        | -
            /{v:[^/]+}                      | /abc                     | {v=abc}
            /{v:a/b}/c                      | /a/b/c                   | -
            /{v:[]}]+}/c                    | /}]}/c                   | {v=}]}}
            /{v:[^}]+}                      | /a}                      | -
            /{v:[[:alpha:]}]+}              | /a}                      | {v=a}}
            /{v:[\\]}]+}                    | /]}                      | {v=]}}
            /{v:\\{\\}}                     | /{}                      | {v={}}
            /{v:\\Q}{\\E+}                  | /}{                      | {v=}{}
            /{v:\\p{Greek}+}                | /\u03b1\u03b2            | {v=\u03b1\u03b2}
            /{v:\\x{1F426}}                 | /\ud83d\udc26            | {v=\ud83d\udc26}
            /{v:.}                          | /\ud83d\udc26            | {v=\ud83d\udc26}
            '/{v:a|ab}'                     | /ab                      | {v=ab}
            /{v:...}                        | /abc                     | {v=abc}
            /{v:(?i)abc}                    | /aBC                     | {v=aBC}
            /files/{path...}                | /files/                  | {path=}
            /files/{path...}                | /files                   | -
            /files/{path...}                | /files/a                 | {path=a}
            /files/{path...}                | /files/a/b/              | {path=a/b/}
            /files/{path...}                | /files//a                | {path=/a}
            /{all...}                       | /                        | {all=}
            /{a}/{all...}                   | /x/                      | {a=x, all=}
            """)
    void bindsTheVariablesOfPathsItMatches(String template, String path, String expected) {
        PathVariables variables = PathTemplate.parse(template).bind(path);

        assertEquals(expected, variables == null ? "-" : variables.toString());
    }

    @Test
    void offersVariablesByIndexByNameAndAsAMap() {
        PathVariables variables = PathTemplate.parse("/{b}/{a}/{rest...}").bind("/1/2/3/4");

        assertNotNull(variables);
        assertEquals(List.of("b", "a", "rest"), variables.names());
        assertEquals(3, variables.size());
        assertEquals("2", variables.value(1));
        assertEquals("3/4", variables.value("rest"));
        assertNull(variables.value("c"));
        assertEquals(Map.of("b", "1", "a", "2", "rest", "3/4"), variables.asMap());
        assertThrows(
                UnsupportedOperationException.class, () -> variables.asMap().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> variables.names().clear());
    }

    @Test
    void bindsAnEmptyRestAndALongPathWithoutLimitOnItsSegments() {
        String many = "x/".repeat(4_000);
        PathVariables variables = PathTemplate.parse("/{path...}").bind("/" + many);

        assertNotNull(variables);
        assertEquals(many, variables.value("path"));
        assertNull(PathTemplate.parse("/{a}/{b}").bind("/" + many));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /                     | /
            /a//b/                | /a//b/
            /{a}/{b}              | /{}/{}
            /{a:\\d{2}}/x/{b}     | /{:\\d{2}}/x/{}
            /{a:...}/{b...}       | /{:...}/{...}
            """)
    void itsShapeHasNoNames(String template, String shape) {
        assertEquals(shape, PathTemplate.parse(template).canonicalShape());
    }

    @Test
    void isEqualByItsTextAndOfOneShapeWithAnyNames() {
        PathTemplate one = PathTemplate.parse("/{a}");

        assertEquals(one, PathTemplate.parse("/{a}"));
        assertEquals(one.hashCode(), PathTemplate.parse("/{a}").hashCode());
        assertNotEquals(one, PathTemplate.parse("/{b}"));
        assertEquals(one.canonicalShape(), PathTemplate.parse("/{b}").canonicalShape());
        assertEquals("/{a}", one.toString());
    }

    @Test
    void shapesAreEqualExactlyWhenSegmentsAreEqualButForNames() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            PathTemplate a = RandomTemplates.template(random);
            PathTemplate b = random.nextBoolean() ? RandomTemplates.template(random) : RandomTemplates.renamed(a);

            boolean sameSegments = RandomTemplates.nameless(a).equals(RandomTemplates.nameless(b));
            assertEquals(sameSegments, a.canonicalShape().equals(b.canonicalShape()), a + " and " + b);
            assertEquals(sameSegments, PathTemplate.MOST_SPECIFIC_FIRST.compare(a, b) == 0, a + " and " + b);
        }
    }

    @Test
    void itsTextCanBeReadBackFromItsShape() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            PathTemplate template = RandomTemplates.template(random);
            PathTemplate reread = RandomTemplates.renamed(template);

            assertEquals(template.canonicalShape(), reread.canonicalShape());
            assertEquals(RandomTemplates.nameless(template), RandomTemplates.nameless(reread));
        }
    }

    @Test
    void theMoreSpecificComesFirst() {
        List<PathTemplate> ordered = new ArrayList<>();
        for (String template : List.of(
                "/",
                "/a",
                "/a/",
                "/a/b",
                "/a/b/{x}",
                "/a/{x:\\d+}",
                "/a/{x:\\d+}/z",
                "/a/{x:\\w+}",
                "/a/{x}",
                "/a/{x}/b",
                "/a/{x...}",
                "/b",
                "/{x:a}",
                "/{x}/b",
                "/{x}/{y}",
                "/{x}/{y...}",
                "/{x...}")) {
            ordered.add(PathTemplate.parse(template));
        }
        List<PathTemplate> shuffled = new ArrayList<>(ordered);
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.sort(PathTemplate.MOST_SPECIFIC_FIRST);
            assertEquals(ordered, shuffled);
        }
    }

    @Test
    void theOrderIsTotal() {
        Random random = new Random(13);
        for (int i = 0; i < 20_000; i++) {
            PathTemplate a = RandomTemplates.template(random);
            PathTemplate b = RandomTemplates.template(random);
            PathTemplate c = RandomTemplates.template(random);
            int ab = PathTemplate.MOST_SPECIFIC_FIRST.compare(a, b);
            int bc = PathTemplate.MOST_SPECIFIC_FIRST.compare(b, c);
            int ac = PathTemplate.MOST_SPECIFIC_FIRST.compare(a, c);

            assertEquals(Integer.signum(ab), -Integer.signum(PathTemplate.MOST_SPECIFIC_FIRST.compare(b, a)));
            if (ab <= 0 && bc <= 0) {
                assertEquals(ab == 0 && bc == 0 ? 0 : -1, Integer.signum(ac), a + ", " + b + ", " + c);
            }
        }
    }

    @ParameterizedTest(name = "[{0}] and [{1}]: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /api        | /hello/{name}   | /api/hello/{name}
            /api        | /               | /api/
            /api        | ''              | /api
            /api/       | ''              | /api/
            ''          | /hello          | /hello
            /           | /hello          | /hello
            /           | ''              | /
            /           | /               | /
            /t/{tenant} | /o/{id}         | /t/{tenant}/o/{id}
            /api/       | /hello          | template /api/: at 4: / (expected: no '/' at the end of a prefix, since /hello begins with it)
            /api        | hello           | template hello: at 0: h (expected: '/')
            /{a...}     | /b              | template /{a...}/b: at 1: {a...} (expected: nothing after it: a rest is the last segment)
            /{a}        | /{a}            | template /{a}/{a}: at 6: a (expected: a name that no other variable has)
            ''          | ''              | template nothing: at 0: nothing (expected: '/')
            """)
    void joinsAPrefixAndATemplate(String prefix, String template, String expected) {
        String joined;
        try {
            joined = PathTemplate.join(prefix, template).toString();
        } catch (TemplateException e) {
            joined = e.getMessage();
        }
        assertEquals(expected, joined);
    }
}

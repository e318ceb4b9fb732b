package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateErrorTest {
    private static final String NAME =
            "a name of ASCII letters, digits, '-' and '_' that starts with a letter or '_', then nothing, ':' and an"
                    + " expression, or '...'";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            # template         | at | found                 | expected
            ""                 | 0  | nothing               | '/'
            api                | 0  | a                     | '/'
            {a}                | 0  | {                     | '/'
            /{a}/{a}           | 6  | a                     | a name that no other variable has
            /{a}/{a...}        | 6  | a                     | a name that no other variable has
            /{a}/{a:\\d}       | 6  | a                     | a name that no other variable has
            /{}                | 2  | nothing               | NAME
            /{1a}              | 2  | 1a                    | NAME
            /{-a}              | 2  | -a                    | NAME
            /{a b}             | 2  | a b                   | NAME
            /{ a}              | 2  | " a"                  | NAME
            /{gr\u00f6\u00dfe} | 2  | gr\u00f6\u00dfe       | NAME
            /{a..}             | 2  | a..                   | NAME
            /{...}             | 2  | ...                   | NAME
            /{:\\d}            | 2  | :\\d                  | NAME
            /{a...:x}          | 2  | a...:x                | NAME
            /{a?}              | 2  | a?                    | NAME
            /{a:}              | 4  | }                     | a regular expression after ':'
            /x/{a              | 3  | {a                    | the '}' that closes it; a lone brace in an expression is \\{ or \\}
            /{a:\\}            | 1  | {a:\\}                | the '}' that closes it; a lone brace in an expression is \\{ or \\}
            /{a:[}             | 1  | {a:[}                 | the '}' that closes it; a lone brace in an expression is \\{ or \\}
            /{a:\\Q}           | 1  | {a:\\Q}               | the '}' that closes it; a lone brace in an expression is \\{ or \\}
            /{a:x{2}/b         | 1  | {a:x{2}/b             | the '}' that closes it; a lone brace in an expression is \\{ or \\}
            /v{a}              | 2  | v{a}                  | a segment that is all literal or all variable
            /{a}v              | 4  | v                     | '/' or the end: a variable is a whole segment
            /{a}{b}            | 4  | {                     | '/' or the end: a variable is a whole segment
            /{a}}              | 4  | }                     | '/' or the end: a variable is a whole segment
            /a}                | 2  | }                     | no '}' without its '{'
            /{a...}/b          | 1  | {a...}                | nothing after it: a rest is the last segment
            /{a...}/           | 1  | {a...}                | nothing after it: a rest is the last segment
            /a/../b            | 3  | ..                    | no dot segment: no path that reaches a router has one
            /.                 | 1  | .                     | no dot segment: no path that reaches a router has one
            /{a:(}             | 4  | (                     | a regular expression in the syntax of RE2: missing closing )
            /{a:)}             | 4  | )                     | a regular expression in the syntax of RE2: unexpected )
            /{a:*}             | 4  | *                     | a regular expression in the syntax of RE2: missing argument to repetition operator
            /{a:(?=b)}         | 4  | (?=b)                 | a regular expression in the syntax of RE2: invalid or unsupported Perl syntax
            /{a:(b)\\1}        | 4  | (b)\\1                | a regular expression in the syntax of RE2: invalid escape sequence
            /{a:b{2000}}       | 4  | b{2000}               | a regular expression in the syntax of RE2: invalid repeat count
            /{a:(b{99}){99}}   | 4  | (b{99}){99}, which compiles to more than 1000 instructions | at most 1000; lower its counted repeats
            /{a:b{1000}}       | 4  | b{1000}, which compiles to 1002 instructions               | at most 1000; lower its counted repeats
            """)
    void saysWhereWhatCameAndWhatWasExpected(String template, int position, String found, String expected) {
        TemplateException error = assertThrows(TemplateException.class, () -> PathTemplate.parse(template));

        String shown = template.isEmpty() ? "nothing" : template;
        String wanted = expected.equals("NAME") ? NAME : expected;
        assertEquals(
                "template " + shown + ": at " + position + ": " + found + " (expected: " + wanted + ")",
                error.getMessage());
        assertEquals(position, error.position());
    }

    @Test
    void showsWhatCannotBeSeen() {
        assertError("/a\n", "template /a\\u000a: at 2: \\u000a (expected: no control character)");
        assertError("/{a:\t}", "template /{a:\\u0009}: at 4: \\u0009 (expected: no control character)");
        assertError("/a\u0085", "template /a\\u0085: at 2: \\u0085 (expected: no control character)");
        assertError(
                "/\ud83d",
                "template /\\ud83d: at 1: \\ud83d (expected: a whole character, which takes two surrogates)");
        assertError(
                "/\udc26x",
                "template /\\udc26x: at 1: \\udc26 (expected: a whole character, which takes two surrogates)");
    }

    @Test
    void hasLimitsThatCanBeReachedButNotPassed() {
        PathTemplate.parse("/" + "a".repeat(511));
        assertEquals(512, error("/" + "a".repeat(512)).position());
        assertTrue(message("/" + "a".repeat(512)).endsWith("at 512: 513 characters (expected: at most 512)"));

        PathTemplate.parse("/a".repeat(32));
        PathTemplate.parse("/a".repeat(31) + "/{b...}");
        assertTrue(message("/a".repeat(33)).endsWith("at 64: one more segment (expected: at most 32 segments)"));
        assertTrue(message("/a".repeat(32) + "/").endsWith("at 64: one more segment (expected: at most 32 segments)"));

        PathTemplate.parse("/{a:" + "b".repeat(128) + "}");
        assertTrue(message("/{a:" + "b".repeat(129) + "}")
                .endsWith("at 4: 129 characters (expected: a regular expression of at most 128)"));

        PathTemplate.parse("/{" + "b".repeat(64) + "}");
        assertTrue(message("/{" + "b".repeat(65) + "}").endsWith("(expected: a name of at most 64 characters)"));
    }

    @Test
    void aMessageStaysShortWhateverCame() {
        assertTrue(message("/" + "\u0000".repeat(100_000)).length() < 2_000);
        assertTrue(message("/{" + "a ".repeat(200)).length() < 1_000);
    }

    private static void assertError(String template, String message) {
        assertEquals(message, message(template));
    }

    private static String message(String template) {
        return String.valueOf(error(template).getMessage());
    }

    private static TemplateException error(String template) {
        return assertThrows(TemplateException.class, () -> PathTemplate.parse(template));
    }
}

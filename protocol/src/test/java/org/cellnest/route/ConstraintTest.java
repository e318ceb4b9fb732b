package org.cellnest.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConstraintTest {

    @Test
    void triesAValueUpToItsLimitAndNoFurther() {
        Constraint any = constraint("a+");

        assertTrue(any.matches("a".repeat(1_024)));
        assertFalse(any.matches("a".repeat(1_025)));
    }

    @Test
    void isLinearOnExpressionsThatDefeatBacktracking() {
        String value = "a".repeat(Constraint.MAX_VALUE_LENGTH);
        for (String regex : List.of(
                "(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*)*b", "(a?){120}(a){120}b", "([a-z]+)*[0-9]", "(?:.?){200}.*b")) {
            Constraint constraint = constraint(regex);
            assertTimeout(
                    Duration.ofSeconds(10),
                    () -> {
                        for (int i = 0; i < 20; i++) {
                            assertFalse(constraint.matches(value), regex);
                        }
                    },
                    regex);
        }
    }

    @Test
    void refusesNestedRepeatsBeforeTheyAreCompiled() {
        for (String regex : List.of(
                "((a{999}){999}){999}",
                "((((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}",
                "(?:(?:(?:[a-z]{500,}){500,}){500,}){500,}",
                "((|a{1000}){1000}|b){1000}",
                "(\\pL{1000}){1000}",
                "((\\Qab\\E){1000}){1000}")) {
            assertTimeout(
                    Duration.ofSeconds(10),
                    () -> assertTrue(
                            String.valueOf(assertThrows(TemplateException.class, () -> constraint(regex))
                                            .getMessage())
                                    .contains("instructions (expected: at most 1000"),
                            regex));
        }
    }

    @Test
    void acceptsWhatPeopleWrite() {
        for (String regex : List.of(
                "\\d{2,4}",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "[a-z0-9-]{1,255}",
                "(?:\\d{1,3}\\.){3}\\d{1,3}",
                "[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+",
                "(?i)(?:en|de|fr)(?:-[a-z]{2})?")) {
            assertEquals(regex, constraint(regex).text());
        }
    }

    @Test
    void neverUnderestimatesTheSizeOfAProgram() {
        String[] pieces = {
            "a",
            "b",
            ".",
            "(",
            "(",
            "(?:",
            ")",
            ")",
            "|",
            "*",
            "+",
            "?",
            "{2}",
            "{3,}",
            "{0,5}",
            "{7,9}",
            "{12}",
            "{0}",
            "[ab]",
            "[^]a]",
            "[[:alpha:]]",
            "\\d",
            "\\pL",
            "\\p{Greek}",
            "\\Qab\\E",
            "\\x{61}",
            "(?i)",
            "^",
            "$",
            "\\b",
            "*?",
            "{2}?",
            "{,3}",
            "{"
        };
        Random random = new Random(21);
        int compiled = 0;
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            int open = 0;
            for (int n = 1 + random.nextInt(9); n > 0; n--) {
                String piece = pieces[random.nextInt(pieces.length)];
                open += piece.startsWith("(") && !piece.endsWith(")") ? 1 : piece.equals(")") ? -1 : 0;
                text.append(piece);
            }
            String regex = text.append(")".repeat(Math.max(open, 0))).toString();
            int bound = RegexText.programBound(regex);
            if (bound <= 20_000) {
                try {
                    int size = Pattern.compile(regex).programSize();
                    compiled++;
                    assertTrue(size <= bound, () -> regex + ": bound " + bound + ", size " + size);
                } catch (PatternSyntaxException e) {
                    assertFalse(regex.isEmpty());
                }
            }
        }
        assertTrue(compiled > 5_000, "compiled only " + compiled);
    }

    @Test
    void isEqualByItsText() {
        assertEquals(constraint("\\d+"), constraint("\\d+"));
        assertEquals(constraint("\\d+").hashCode(), constraint("\\d+").hashCode());
        assertNotEquals(constraint("\\d+"), constraint("[0-9]+"));
    }

    private static Constraint constraint(String regex) {
        return Constraint.compile("/{a:" + regex + "}", 4, regex);
    }
}

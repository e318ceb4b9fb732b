package org.cellnest.router.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Edits between two texts. */
class SpellingTest {
    @Test
    void countsEdits() {
        assertEquals(0, distance("orders", "orders"));
        assertEquals(1, distance("order", "orders"));
        assertEquals(1, distance("odrers", "orders"));
        assertEquals(1, distance("ordets", "orders"));
        assertEquals(6, distance("", "orders"));
        assertEquals(6, distance("orders", ""));
        assertEquals(1, distance("ürder", "ärder"));
        assertEquals(2, distance("hello", "help"));
    }

    @Test
    void countsCaseAloneOnce() {
        assertEquals(1, distance("ORDERS", "orders"));
        assertEquals(1, distance("ORDER", "orders"));
    }

    @Test
    void countsWhatIsBehindTheWordByItsNumber() {
        String word = "x".repeat(64);
        assertEquals(0, distance(word + "abc", word + "abc"));
        assertEquals(1, distance(word + "abc", word + "abd"));
        assertEquals(3, distance(word, word + "abc"));
        assertEquals(64, distance("", word));
        assertEquals(1, distance("y" + word.substring(1), word));
    }

    @Test
    void countsAsTheTableOfDistancesDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String one = text(random);
            String other = text(random);
            int expected = one.equals(other) ? 0 : Math.max(1, slow(one, other));
            assertEquals(expected, distance(one, other), () -> "'" + one + "' and '" + other + "'");
        }
    }

    @Test
    void knowsWhatMayHaveBeenMeant() {
        assertTrue(isAlike("order", "orders"));
        assertTrue(isAlike("ab", "ac"));
        assertTrue(isAlike("helo", "help"));
        assertFalse(isAlike("a", "b"));
        assertFalse(isAlike("other", "inner"));
        assertFalse(isAlike("", ""));
    }

    private static boolean isAlike(String one, String other) {
        return new Spelling(one).isAlike(other, distance(one, other));
    }

    private static int distance(String one, String other) {
        return new Spelling(one).distance(other);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(random.nextInt(8) == 0 ? 65 : 7); length > 0; length--) {
            text.append("abcAé".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    private static int slow(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
                least = Math.min(least, table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, table[i - 2][j - 2] + 1);
                }
                table[i][j] = least;
            }
        }
        return table[a.length()][b.length()];
    }
}

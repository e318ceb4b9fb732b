package org.cellnest.process.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    private static final int[] HIDDEN = {
        0, 7, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c,
        0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xe0041
    };

    @Test
    void escapesWhatMovesACursorOrTurnsTheDirection() {
        for (int codePoint : HIDDEN) {
            String shown = VisibleText.of("a" + Character.toString(codePoint) + "b");
            assertTrue(shown.matches("a(\\\\u[0-9a-f]{4}){1,2}b"), Integer.toHexString(codePoint) + ": " + shown);
        }
        assertEquals("a\\u001b[2Jb\\u202ec", VisibleText.of("a\u001b[2Jb\u202ec"));
        assertEquals("one\\r\\ntwo\\tthree", VisibleText.of("one\r\ntwo\tthree"));
    }

    @Test
    void escapesHalvesOfCharacters() {
        assertEquals("a\\ud83db", VisibleText.of("a\ud83db"));
        assertEquals("\\ude00", VisibleText.of("\ude00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "C:\\dir {name:\\w+}",
                "h\u00e9llo \u4e16\u754c \u05e9\u05dc\u05d5\u05dd \ud83d\ude00"
            })
    void leavesWhatCanBeSeen(String text) {
        assertSame(text, VisibleText.of(text));
    }

    @Test
    void countsWhatIsCut() {
        String text = "\n".repeat(200_000);
        String shown = VisibleText.of(text, 100);
        assertEquals("\\n".repeat(50) + "... (199950 more characters)", shown);
        assertEquals("abcd", VisibleText.of("abcd", 4));
        assertEquals("abcd... (1 more characters)", VisibleText.of("abcde", 4));
        assertEquals("a... (2 more characters)", VisibleText.cut("a\ud83d\ude00", 2));
    }

    @Test
    void leavesJsonTheSameValue() throws Exception {
        String text = "a\u001b\u007f\u009b\u202e\u2028 h\u00e9 \ud83d\ude00 \" \\";
        ObjectMapper mapper = new ObjectMapper();
        String json = mapper.writer(VisibleJson.ESCAPES).writeValueAsString(Map.of("k", text));
        assertEquals(json, VisibleText.of(json));
        assertTrue(json.contains("h\u00e9 \ud83d\ude00"), json);
        assertEquals(text, mapper.readTree(json).path("k").asText());
        byte[] bytes = mapper.writer(VisibleJson.ESCAPES).writeValueAsBytes(Map.of("k", text));
        assertEquals(text, mapper.readTree(bytes).path("k").asText());
    }
}

package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

class CurveKeyTest {
    /** The keys of ZeroMQ's manual page zmq_curve(7). */
    private static final String KEY = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

    private static final String GREATEST = "%nSc0".repeat(8);

    @Test
    void readsWhatItWrites() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[CurveKey.BYTES];
            random.nextBytes(bytes);
            CurveKey key = CurveKey.of(bytes);
            assertEquals(ZMQ.Curve.z85Encode(bytes), key.toString());
            assertEquals(key, CurveKey.parse(key.toString()));
            assertArrayEquals(bytes, CurveKey.parse(key.toString()).bytes());
        }
    }

    @Test
    void readsTheKeysOfTheManual() {
        assertArrayEquals(ZMQ.Curve.z85Decode(KEY), CurveKey.parse(KEY).bytes());
        assertEquals(KEY, CurveKey.parse(KEY).toString());
    }

    @Test
    void readsTheGreatestKey() {
        byte[] ones = new byte[CurveKey.BYTES];
        Arrays.fill(ones, (byte) 0xff);
        assertEquals(GREATEST, CurveKey.of(ones).toString());
        assertEquals(CurveKey.of(ones), CurveKey.parse(GREATEST));
    }

    @ParameterizedTest
    @CsvSource({"0,%nSc1,1 to 5", "7,%nSc1,36 to 40", "3,#####,16 to 20", "1,%nSd0,6 to 10"})
    void refusesAGroupThatIsMoreThanFourBytes(int group, String characters, String where) {
        String text = GREATEST.substring(0, 5 * group) + characters + GREATEST.substring(5 * group + 5);
        assertRefused(text, "'" + text + "': characters " + where + " are more than four bytes can hold");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 35, 39, 41, 45, 80})
    void refusesAnotherLength(int length) {
        String text = "a".repeat(length);
        assertRefused(text, length == 1 ? "': 1 character (" : "': " + length + " characters (");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"", "'", "~", "`", "|", "\\", ",", ";", "_", " ", "\t", "\0", "\u007f", "\u00e4", "\u4e16"})
    void refusesACharacterThatIsNoneOfZ85(String character) {
        for (int at : new int[] {0, 20, 39}) {
            assertRefused(
                    KEY.substring(0, at) + character + KEY.substring(at + 1),
                    "': character " + (at + 1) + " is none of Z85 (");
        }
    }

    @Test
    void refusesTheKeyOfZerosWhichAnybodyCouldUse() {
        assertRefused("0".repeat(40), "': zeros alone are nobody's key (");
    }

    @Test
    void showsTextsThatAreLongOrPlayTricksOnATerminalWithCare() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CurveKey.parse("\u001b[2J" + "x".repeat(10_000)));
        assertEquals(
                "key: '?[2J" + "x".repeat(56) + "...': 10004 characters (expected: 40 characters of Z85)",
                refused.getMessage());
    }

    @Test
    void takesThirtyTwoBytesAndNoOtherNumber() {
        for (int length : new int[] {0, 31, 33}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> CurveKey.of(new byte[length]));
            assertEquals("key: " + length + " bytes (expected: 32)", refused.getMessage());
        }
    }

    @Test
    void isAValue() {
        byte[] bytes = new byte[CurveKey.BYTES];
        CurveKey key = CurveKey.of(bytes);
        CurveKey same = CurveKey.of(bytes);
        assertEquals(key, same);
        assertEquals(key.hashCode(), same.hashCode());
        assertNotEquals(key, CurveKey.parse(KEY));
        assertNotEquals(key, (Object) "0".repeat(40));
    }

    @Test
    void cannotBeChangedThroughItsBytes() {
        byte[] bytes = new byte[CurveKey.BYTES];
        CurveKey key = CurveKey.of(bytes);
        bytes[0] = 1;
        key.bytes()[1] = 1;
        assertArrayEquals(new byte[CurveKey.BYTES], key.bytes());
    }

    private static void assertRefused(String text, String expected) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CurveKey.parse(text), text);
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.endsWith(" (expected: 40 characters of Z85)"), message);
    }
}

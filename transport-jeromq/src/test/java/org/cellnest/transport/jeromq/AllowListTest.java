package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
    private static final CurveKey A = key(1);
    private static final CurveKey B = key(2);

    @TempDir
    private Path folder;

    /** Returns a key whose first four bytes are a number. */
    private static CurveKey key(int number) {
        return CurveKey.of(
                ByteBuffer.allocate(CurveKey.BYTES).putInt(number).putInt(7).array());
    }

    @Test
    void namesTheOwnersOfItsKeys() throws KeyFileException {
        AllowList list = AllowList.parse(A + " gateway-a\n" + B + " gateway-b\n", "list");
        assertEquals(2, list.size());
        assertEquals("gateway-a", list.nameOf(A));
        assertEquals("gateway-b", list.nameOf(B));
        assertNull(list.nameOf(key(3)));
        assertEquals("2 keys", list.toString());
    }

    @Test
    void mayBeEmpty() throws KeyFileException {
        assertEquals(0, AllowList.parse("", "list").size());
        assertEquals(0, AllowList.parse("\n\n", "list").size());
    }

    @Test
    void passesOverCommentsAndBlankLines() throws KeyFileException {
        AllowList list =
                AllowList.parse("# gateways\n#\n#of \u00e4ll\n \t \n  # more\n#" + B + " b\n" + A + " a", "list");
        assertEquals(1, list.size());
    }

    @Test
    void takesAnyBlanksAroundKeyAndName() throws KeyFileException {
        AllowList list = AllowList.parse("  " + A + " \t  a  \r\n\t" + B + "\tb\r\n", "list");
        assertEquals("a", list.nameOf(A));
        assertEquals("b", list.nameOf(B));
    }

    /** Shows why a comment may begin with {@code #}: the greatest group of Z85 begins with a lesser character. */
    @Test
    void losesNoKeyToComments() {
        byte[] ones = new byte[CurveKey.BYTES];
        Arrays.fill(ones, (byte) 0xff);
        assertEquals('%', CurveKey.of(ones).toString().charAt(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> CurveKey.parse("#0000" + A.toString().substring(5)));
    }

    @Test
    void namesTheLineThatBeginsWithNoKey() {
        assertEquals(
                "list: 2: 'gateway-a': 9 characters (expected: a key of 40 characters of Z85 and a name, or '# ...')",
                problem(B + " b\ngateway-a " + A));
    }

    @Test
    void showsNoMoreThanTheBeginningOfWhatMayBeASecret() {
        String problem = problem("secret=" + B);
        assertTrue(problem.startsWith("list: 1: 'secret=" + B.toString().charAt(0) + "...': 47 characters ("), problem);
        assertFalse(problem("secret = " + B).contains(B.toString().substring(2, 8)));
    }

    @Test
    void refusesTheKeyOfZeros() {
        assertTrue(problem("0".repeat(40) + " placeholder")
                .startsWith("list: 1: '00000000...': zeros alone are nobody's key ("));
    }

    @Test
    void namesTheLineWithoutAName() {
        assertEquals(
                "list: 1: a key without a name (expected: a name of 1 to 64 printable ASCII characters without a space)",
                problem(A + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "t\u00e4b", "a\u0007b", "a\u007f", "a # comment"})
    void refusesANameOfOtherCharacters(String name) {
        assertEquals(
                "list: 1: name '" + name.replaceAll("\\p{Cntrl}", "?")
                        + "' (expected: a name of 1 to 64 printable ASCII characters without a space)",
                problem(A + " " + name));
    }

    @Test
    void takesNamesOfSixtyFourCharactersAndNoMore() throws KeyFileException {
        String name = "!" + "n".repeat(62) + "~";
        assertEquals(name, AllowList.parse(A + " " + name, "list").nameOf(A));
        assertTrue(problem(A + " " + name + "x").startsWith("list: 1: name '!nnnnnnn...' (expected"));
    }

    @Test
    void namesBothLinesOfAKeyThatIsThereTwice() {
        assertEquals(
                "list: 4: the key of other is that of first on line 2 (expected: each key once)",
                problem("# list\n" + A + " first\n" + B + " b\n" + A + " other\n"));
    }

    @Test
    void takesTwoKeysOfOneName() throws KeyFileException {
        AllowList list = AllowList.parse(A + " a\n" + B + " a\n", "list");
        assertEquals(2, list.size());
    }

    @Test
    void takesTenThousandKeysAndNoMore() throws KeyFileException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 10_000; i++) {
            text.append(key(i)).append(" n").append(i).append('\n');
        }
        assertEquals(10_000, AllowList.parse(text.toString(), "list").size());
        assertEquals(
                "list: 10001: one key more (expected: at most 10000)",
                problem(text + key(10_001).toString() + " n"));
    }

    @Test
    void readsItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("front-clients"), A + " a");
        assertEquals("a", AllowList.read(file).nameOf(A));
        Files.writeString(file, "\nx");
        assertTrue(fileProblem(file).startsWith(file + ": 2: 'x': 1 character ("), fileProblem(file));
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing");
        assertEquals(missing + ": no such file or folder", fileProblem(missing));
        assertEquals(folder + ": is no file (expected: a file of keys)", fileProblem(folder));
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertEquals(binary + ": is no text (expected: UTF-8)", fileProblem(binary));
    }

    @Test
    void takesAFileOfOneMebibyteAndNoMore() throws IOException {
        Path file = folder.resolve("large");
        Files.writeString(file, "# " + "x".repeat((1 << 20) - 2));
        assertEquals(0, AllowList.read(file).size());
        Files.writeString(file, "# " + "x".repeat((1 << 20) - 1));
        assertEquals(file + ": is larger (expected: at most 1048576 bytes)", fileProblem(file));
    }

    @Test
    void isEqualWhereItAdmitsTheSameKeysUnderTheSameNames() throws KeyFileException {
        AllowList list = AllowList.parse(A + " a\n" + B + " b", "one");
        AllowList same = AllowList.parse("# moved\n" + B + " b\n" + A + "  a", "two");
        assertEquals(list, same);
        assertEquals(list.hashCode(), same.hashCode());
        assertNotEquals(list, AllowList.parse(A + " a\n" + B + " c", "three"));
        assertNotEquals(list, AllowList.parse(A + " a", "four"));
    }

    @Test
    void isBegunByTheFirstKeyThatIsAppended() throws IOException {
        Path file = folder.resolve("front-clients");
        assertEquals(A + " a", AllowList.append(file, A, "a"));
        AllowList.append(file, B, "b");
        assertEquals(AllowList.parse(A + " a\n" + B + " b", "list"), AllowList.read(file));
        assertTrue(Files.readString(file).startsWith("# Who may connect"));
    }

    @Test
    void getsALineOfItsOwnForAKeyBehindAnUnfinishedLine() throws IOException {
        Path file = Files.writeString(folder.resolve("front-clients"), A + " a");
        AllowList.append(file, B, "b");
        assertEquals(A + " a\n" + B + " b\n", Files.readString(file));
    }

    @Test
    void staysAsItIsWhereAKeyCannotBeAppended() throws IOException {
        Path file = Files.writeString(folder.resolve("front-clients"), A + " a\n");
        assertEquals(
                file + ": 2: the key of other is that of a on line 1 (expected: each key once)",
                assertThrows(KeyFileException.class, () -> AllowList.append(file, A, "other"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> AllowList.append(file, B, "two words"));
        assertEquals(A + " a\n", Files.readString(file));
        Files.writeString(file, "broken");
        assertThrows(KeyFileException.class, () -> AllowList.append(file, B, "b"));
        assertEquals("broken", Files.readString(file));
    }

    private static String problem(String text) {
        return String.valueOf(assertThrows(KeyFileException.class, () -> AllowList.parse(text, "list"))
                .getMessage());
    }

    private static String fileProblem(Path file) {
        return String.valueOf(
                assertThrows(KeyFileException.class, () -> AllowList.read(file)).getMessage());
    }
}

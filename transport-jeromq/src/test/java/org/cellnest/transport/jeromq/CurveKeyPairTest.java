package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

class CurveKeyPairTest {
    /** The server's pair and the client's public key of ZeroMQ's manual page zmq_curve(7). */
    private static final String PUBLIC = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

    private static final String SECRET = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6";
    private static final String OTHER_PUBLIC = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("cell.key");
    }

    @Test
    void readsWhatItWrites() throws KeyFileException {
        CurveKeyPair pair = CurveKeyPair.generate();
        pair.write(file);
        CurveKeyPair read = CurveKeyPair.read(file);
        assertEquals(pair.publicKey(), read.publicKey());
        assertArrayEquals(pair.secret(), read.secret());
    }

    @Test
    void makesAnotherPairEachTimeThatBeginsWithALetterOrDigit() {
        CurveKeyPair one = CurveKeyPair.generate();
        assertNotEquals(one.publicKey(), CurveKeyPair.generate().publicKey());
        for (int i = 0; i < 50; i++) {
            String key = CurveKeyPair.generate().publicKey().toString();
            assertTrue(Character.isLetterOrDigit(key.charAt(0)), key);
        }
    }

    @Test
    void writesAFileThatItsOwnerAloneMayRead() throws IOException {
        CurveKeyPair.generate().write(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void leavesAFileThatIsThereAsItIs() throws IOException {
        Files.writeString(file, "precious");
        assertEquals(
                file + ": is there already and stays as it is (expected: a name that is free)",
                assertThrows(
                                KeyFileException.class,
                                () -> CurveKeyPair.generate().write(file))
                        .getMessage());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void writesThroughNoLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.key"), file);
        assertThrows(KeyFileException.class, () -> CurveKeyPair.generate().write(link));
        assertFalse(Files.exists(file));
    }

    @Test
    void namesAFolderThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere/cell.key");
        String problem = nowhere + ": no such file or folder";
        assertEquals(
                problem,
                assertThrows(
                                KeyFileException.class,
                                () -> CurveKeyPair.generate().write(nowhere))
                        .getMessage());
        assertEquals(problem, problem(nowhere));
    }

    @Test
    void readsThePairOfTheManualAsAPersonWouldWriteIt() throws IOException {
        write("# of the manual", "", "  secret = " + SECRET + "  ", "#public = x", "public  =  " + PUBLIC);
        CurveKeyPair pair = CurveKeyPair.read(file);
        assertEquals(PUBLIC, pair.publicKey().toString());
        assertArrayEquals(ZMQ.Curve.z85Decode(SECRET), pair.secret());
    }

    @Test
    void readsLinesThatEndAsOnWindowsAndCommentsInAnyEncoding() throws IOException {
        byte[] latin = {'#', ' ', (byte) 0xe4, '\r', '\n'};
        byte[] keys =
                ("public = " + PUBLIC + "\r\nsecret = " + SECRET).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        write();
        Files.write(file, latin);
        Files.write(file, keys, java.nio.file.StandardOpenOption.APPEND);
        assertEquals(PUBLIC, CurveKeyPair.read(file).publicKey().toString());
    }

    @Test
    void readsKeysWithHashesAndEqualsSigns() throws IOException {
        for (int found = 0; found < 3; ) {
            CurveKeyPair pair = CurveKeyPair.generate();
            String both = pair.publicKey() + Z85.encode(pair.secret());
            if (both.contains("#") && both.contains("=")) {
                Path its = folder.resolve("pair-" + found++);
                pair.write(its);
                assertEquals(pair.publicKey(), CurveKeyPair.read(its).publicKey());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void readsAFileOfItsOwnerAlone(String mode) throws IOException {
        write("public = " + PUBLIC, "secret = " + SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertEquals(PUBLIC, CurveKeyPair.read(file).publicKey().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--,0644",
        "rw-r-----,0640",
        "rw----r--,0604",
        "rw--w----,0620",
        "rw-----w-,0602",
        "rw---x---,0610",
        "rw------x,0601",
        "rwx------,0700",
        "rwxrwxrwx,0777"
    })
    void refusesAFileThatOthersMayUse(String mode, String octal) throws IOException {
        write("public = " + PUBLIC, "secret = " + SECRET);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertEquals(file + ": mode " + octal + " (expected: 0600 or 0400; chmod 600 " + file + ")", problem(file));
    }

    @Test
    void judgesAFileBehindALinkByItsOwnMode() throws IOException {
        write("public = " + PUBLIC, "secret = " + SECRET);
        Path link = Files.createSymbolicLink(folder.resolve("link.key"), file);
        assertEquals(PUBLIC, CurveKeyPair.read(link).publicKey().toString());
    }

    @Test
    void refusesKeysThatDoNotBelongTogether() throws IOException {
        write("public = " + OTHER_PUBLIC, "secret = " + SECRET);
        assertEquals(
                file + ": public is " + OTHER_PUBLIC + " (expected: " + PUBLIC + ", which belongs to the secret)",
                problem(file));
    }

    @Test
    void namesAKeyThatIsMissing() throws IOException {
        write("public = " + PUBLIC);
        assertEquals(file + ": no secret key (expected: a line 'secret = KEY')", problem(file));
        write("secret = " + SECRET);
        assertEquals(file + ": no public key (expected: a line 'public = KEY')", problem(file));
        write();
        assertEquals(file + ": no secret key (expected: a line 'secret = KEY')", problem(file));
    }

    @Test
    void namesTheLineOfAKeyThatIsThereTwice() throws IOException {
        write("public = " + PUBLIC, "# again", "public = " + PUBLIC, "secret = " + SECRET);
        assertEquals(file + ": 3: public for a second time (expected: once)", problem(file));
    }

    @Test
    void namesTheLineOfAKeyThatIsNoZ85AndNeverShowsIt() throws IOException {
        write("public = " + PUBLIC, "secret = " + SECRET.substring(1));
        assertEquals(file + ": 2: secret: 39 characters (expected: 40 characters of Z85)", problem(file));
        write("secret = " + SECRET.replace('T', '~'));
        assertEquals(file + ": 1: secret: character 2 is none of Z85 (expected: 40 characters of Z85)", problem(file));
        write("secret = #####" + SECRET.substring(5));
        assertEquals(
                file
                        + ": 1: secret: characters 1 to 5 are more than four bytes can hold (expected: 40 characters of Z85)",
                problem(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret=", "secret: ", "secret =", "Secret = ", "secret-key = ", "", " = "})
    void namesALineOfAnotherFormAndNeverShowsIt(String start) throws IOException {
        write("public = " + PUBLIC, start + SECRET);
        assertEquals(
                file + ": 2: neither key nor comment (expected: 'public = KEY', 'secret = KEY' or '# ...')",
                problem(file));
    }

    @Test
    void refusesAFileTooLargeToBeOne() throws IOException {
        write("# " + "x".repeat(4096));
        assertEquals(file + ": is larger (expected: at most 4096 bytes)", problem(file));
    }

    @Test
    void refusesAFolder() {
        assertEquals(folder + ": is no file (expected: a file of keys)", problem(folder));
    }

    @Test
    void showsItsPublicKeyAlone() throws IOException {
        write("public = " + PUBLIC, "secret = " + SECRET);
        assertEquals("key pair of " + PUBLIC, CurveKeyPair.read(file).toString());
    }

    @Test
    void cannotBeChangedThroughItsSecret() {
        CurveKeyPair pair = CurveKeyPair.generate();
        byte[] secret = pair.secret();
        pair.secret()[0]++;
        assertArrayEquals(secret, pair.secret());
    }

    private void write(String... lines) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, List.of(lines));
    }

    private static String problem(Path path) {
        String message = String.valueOf(assertThrows(KeyFileException.class, () -> CurveKeyPair.read(path))
                .getMessage());
        assertFalse(message.contains(SECRET.substring(10, 20)), message);
        return message;
    }
}

package org.cellnest.transport.jeromq;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A key pair of CURVE (RFC 26), with its file format. Only the owner of the file may read or write it:
 *
 * <pre>
 * # A line that begins with '#' is a comment.
 * public = PUBLICKEY
 * secret = SECRETKEY
 * </pre>
 *
 * <p>The keys are Z85 (RFC 32), whose characters include {@code #} and {@code =}: a key extends from the first {@code "
 * = "} to the end of its line. Immutable; the secret leaves this package only by {@link #write}.
 */
public final class CurveKeyPair {
    private static final int MAX_FILE_BYTES = 4096;
    private static final String PUBLIC = "public";
    private static final String SECRET = "secret";
    private static final Set<PosixFilePermission> OWNER_ALONE =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final CurveKey publicKey;
    private final byte[] secret;

    private CurveKeyPair(CurveKey publicKey, byte[] secret) {
        this.publicKey = publicKey;
        this.secret = secret;
    }

    /**
     * Generates a new pair by {@link java.security.SecureRandom}. Its public key begins with a letter or digit, so that
     * no shell, settings file or command line misinterprets it; this costs less than one of 256 bits.
     */
    public static CurveKeyPair generate() {
        while (true) {
            byte[] secret = new byte[CurveKey.BYTES];
            byte[] publicKey = new byte[CurveKey.BYTES];
            curve25519xsalsa20poly1305.crypto_box_keypair(publicKey, secret);
            CurveKeyPair pair = new CurveKeyPair(CurveKey.of(publicKey), secret);
            if (Character.isLetterOrDigit(pair.publicKey.toString().charAt(0))) {
                return pair;
            }
        }
    }

    /**
     * Reads the file of a pair. Checks its mode, and that its two keys belong together.
     *
     * @throws KeyFileException naming the file, the line if there is one, and the form expected
     */
    public static CurveKeyPair read(Path file) throws KeyFileException {
        byte[] bytes = KeyFiles.read(file, MAX_FILE_BYTES);
        requireOwnerAlone(file);
        Map<String, byte[]> keysByName = new HashMap<>();
        // A comment may be in any encoding, and a key is ASCII in all of them.
        List<String> lines =
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                readLine(file + ": " + (i + 1) + ": ", line, keysByName);
            }
        }
        byte[] secret = require(file, keysByName, SECRET);
        byte[] publicKey = require(file, keysByName, PUBLIC);
        byte[] expected = new byte[CurveKey.BYTES];
        curve25519xsalsa20poly1305.crypto_box_getpublickey(expected, secret);
        if (!Arrays.equals(publicKey, expected)) {
            throw new KeyFileException(file + ": public is " + Z85.encode(publicKey) + " (expected: "
                    + Z85.encode(expected) + ", which belongs to the secret)");
        }
        return new CurveKeyPair(CurveKey.of(publicKey), secret);
    }

    private static void readLine(String where, String line, Map<String, byte[]> keysByName) throws KeyFileException {
        int equals = line.indexOf(" = ");
        String name = equals < 0 ? "" : line.substring(0, equals).strip();
        if (!name.equals(PUBLIC) && !name.equals(SECRET)) {
            throw new KeyFileException(
                    where + "neither key nor comment (expected: 'public = KEY', 'secret = KEY' or '# ...')");
        }
        byte[] key;
        try {
            key = Z85.decodeKey(line.substring(equals + 3).strip());
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(where + name + ": " + e.getMessage() + " (expected: " + CurveKey.EXPECTED + ")");
        }
        if (keysByName.put(name, key) != null) {
            throw new KeyFileException(where + name + " for a second time (expected: once)");
        }
    }

    private static byte[] require(Path file, Map<String, byte[]> keysByName, String name) throws KeyFileException {
        byte[] key = keysByName.get(name);
        if (key == null) {
            throw new KeyFileException(file + ": no " + name + " key (expected: a line '" + name + " = KEY')");
        }
        return key;
    }

    private static void requireOwnerAlone(Path file) throws KeyFileException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // a system without such modes, where the folder has to guard it
        }
        try {
            Set<PosixFilePermission> mode = view.readAttributes().permissions();
            if (!OWNER_ALONE.containsAll(mode)) {
                throw new KeyFileException(
                        file + ": mode " + octal(mode) + " (expected: 0600 or 0400; chmod 600 " + file + ")");
            }
        } catch (IOException e) {
            throw KeyFileException.of(file, e);
        }
    }

    private static String octal(Set<PosixFilePermission> mode) {
        int bits = 0;
        for (char c : PosixFilePermissions.toString(mode).toCharArray()) {
            bits = (bits << 1) | (c == '-' ? 0 : 1);
        }
        return String.format("0%03o", bits);
    }

    /** Returns the public key. */
    public CurveKey publicKey() {
        return publicKey;
    }

    /** Returns a copy of the 32 secret bytes. */
    byte[] secret() {
        return secret.clone();
    }

    /**
     * Writes the pair to a new file, which has mode 0600 before its first byte is written.
     *
     * @throws KeyFileException also if the file exists already; it stays unchanged
     */
    public void write(Path file) throws KeyFileException {
        String text =
                "# A key pair of CURVE. Who has the secret is who it stands for: keep it on one machine, at mode 0600.\n"
                        + PUBLIC + " = " + publicKey + "\n" + SECRET + " = " + Z85.encode(secret) + "\n";
        boolean created = false;
        try (SeekableByteChannel channel = create(file)) {
            created = true;
            Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            if (created) {
                delete(file, e);
            }
            throw KeyFileException.of(file, e);
        }
    }

    private static SeekableByteChannel create(Path file) throws IOException {
        Set<StandardOpenOption> anew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ALONE)}
                : new FileAttribute<?>[0];
        return Files.newByteChannel(file, anew, mode);
    }

    private static void delete(Path file, IOException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Returns a text that shows the public key alone. */
    @Override
    public String toString() {
        return "key pair of " + publicKey;
    }
}

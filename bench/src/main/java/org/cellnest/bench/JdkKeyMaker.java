package org.cellnest.bench;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;

/** Generates CURVE key pairs with the JDK's X25519 (RFC 7748), which is the key agreement of CURVE. */
final class JdkKeyMaker implements KeyMaker {
    private static final int KEY_BYTES = 32;
    private static final String Z85 =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    @Override
    public String makePair(Path file) throws IOException {
        KeyPair pair = pair();
        String publicKey = z85(littleEndian(((XECPublicKey) pair.getPublic()).getU()));
        byte[] secret = ((XECPrivateKey) pair.getPrivate())
                .getScalar()
                .orElseThrow(() -> new IOException(file + ": the JDK keeps the secret key to itself"));
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "public = " + publicKey + "\nsecret = " + z85(secret) + "\n");
        return publicKey;
    }

    private static KeyPair pair() throws IOException {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("X25519: " + e.getMessage(), e);
        }
    }

    /** Returns the coordinate in its wire format (RFC 7748, section 5). */
    private static byte[] littleEndian(BigInteger coordinate) {
        byte[] key = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            key[i] = coordinate.shiftRight(Byte.SIZE * i).byteValue();
        }
        return key;
    }

    private static String z85(byte[] key) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < key.length; at += Integer.BYTES) {
            long word = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                word = (word << Byte.SIZE) | (key[at + i] & 0xff);
            }
            for (long place = 85L * 85 * 85 * 85; place > 0; place /= 85) {
                text.append(Z85.charAt((int) (word / place % 85)));
            }
        }
        return text.toString();
    }
}

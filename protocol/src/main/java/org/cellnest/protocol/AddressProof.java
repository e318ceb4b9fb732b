package org.cellnest.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes the proof that a gateway owns the HTTP address that it announces. The gateway registers a random key. A
 * verifier that knows this key sends {@code GET PATH?challenge=CHALLENGE} to the address and compares the content of
 * the response with {@link #of}. The proof is an HMAC-SHA-256 (RFC 2104), in hexadecimal digits like the key and the
 * challenge. Stateless.
 */
public final class AddressProof {
    /** The path on which a gateway answers challenges (RFC 8615). */
    public static final String PATH = "/.well-known/cellnest-gateway";
    /** The prefix of the challenge; the two together are the whole query. */
    public static final String QUERY = "challenge=";
    /** The length of a key, a challenge and a proof, in hexadecimal digits. */
    public static final int HEX_DIGITS = 64;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String DOMAIN = "cellnest/1 gateway address";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + HEX_DIGITS + "}");

    private AddressProof() {}

    /** Whether a text has the form of a key. */
    public static boolean isKey(String text) {
        return FORM.matcher(text).matches();
    }

    /** Whether a text has the form of a challenge. */
    public static boolean isChallenge(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Computes a proof. The HMAC covers a domain string, a line feed, the gateway's id, a line feed and the challenge.
     *
     * @throws IllegalArgumentException if the key does not have the form of a key
     */
    public static String of(String key, String gatewayId, String challenge) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "a key of another form (expected: " + HEX_DIGITS + " hexadecimal digits)");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM));
            String text = DOMAIN + "\n" + gatewayId + "\n" + challenge;
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
        }
    }
}

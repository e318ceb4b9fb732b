package example;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that hides its characters, so that no log line and no exception can hold them by mistake. */
final class Secret {
    private final byte[] bytes;

    Secret(String text) {
        if (text.length() < 16) {
            throw new IllegalArgumentException("a secret of less than 16 characters (expected: 16 or more)");
        }
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in a time that does not reveal how many characters are right. */
    boolean is(String given) {
        return MessageDigest.isEqual(bytes, given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}

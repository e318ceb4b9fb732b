package example;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that shows itself to nobody, so that no log line and no exception can hold it by mistake. */
final class Secret {
    private final byte[] bytes;

    Secret(String text) {
        if (text.length() < 16) {
            throw new IllegalArgumentException("a secret of less than 16 characters (expected: 16 or more)");
        }
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Compares in a time that tells nothing about how much of it was right. */
    boolean is(String given) {
        return MessageDigest.isEqual(bytes, given.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}

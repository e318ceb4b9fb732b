package org.cellnest.http;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the ids by which people find a request: {@code X-Request-Id}. An acceptable id from the client is kept, any
 * other is replaced. Not thread-safe: each thread has its own instance.
 */
public final class RequestIds {
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 64;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final SplittableRandom random;
    private final char[] buffer = new char[32];

    public RequestIds(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns the given id, if it is 8 to 64 of {@code A-Za-z0-9._-}, or a new one. */
    public String keepOrReplace(@Nullable String given) {
        return given != null && isAcceptable(given) ? given : next();
    }

    /** Returns 128 random bits in hexadecimal. They identify and are not secret. */
    public String next() {
        write(random.nextLong(), 0);
        write(random.nextLong(), 16);
        return new String(buffer);
    }

    private void write(long bits, int at) {
        for (int i = 0; i < 16; i++) {
            buffer[at + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 0xf];
        }
    }

    static boolean isAcceptable(String id) {
        if (id.length() < MIN_LENGTH || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}

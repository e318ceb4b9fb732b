package org.cellnest.router.control;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects the token of this router's ops port in data that is about to be sent elsewhere. Finds it in plain text and
 * within Base64, as in HTTP Basic (RFC 7617). Immutable and thread-safe.
 */
final class OwnToken {
    private static final Pattern BASIC = Pattern.compile("(?i)Basic +([A-Za-z0-9+/_=-]+)");

    private final String token;

    /** @param token empty: there is none */
    OwnToken(String token) {
        this.token = token;
    }

    boolean isIn(String text) {
        if (token.isEmpty()) {
            return false;
        }
        if (text.contains(token)) {
            return true;
        }
        Matcher basic = BASIC.matcher(text);
        while (basic.find()) {
            if (decoded(basic.group(1)).contains(token)) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}

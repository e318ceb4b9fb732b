package org.cellnest.runtime.multipart;

import java.nio.charset.StandardCharsets;

/**
 * The boundary of a multipart body (RFC 2046, section 5.1.1).
 *
 * @param text 1 to 70 characters
 */
record Boundary(String text) {
    private static final int MAX_LENGTH = 70;
    private static final String MARKS = "'()+_,-./:=? ";

    Boundary {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.endsWith(" ") || !isPermitted(text)) {
            throw MultipartErrors.malformed(
                    "boundary " + MultipartErrors.shown(text) + " of " + text.length() + " characters",
                    "1 to 70 letters, digits and any of '()+_,-./:=? without a space at the end");
        }
    }

    /** @throws org.cellnest.cell.Problem with status 400, if the content type has no valid boundary */
    static Boundary of(String contentType) {
        String text = HeaderParameters.of("content-type", contentType).get("boundary");
        if (text == null) {
            throw MultipartErrors.malformed(
                    "content-type: " + MultipartErrors.shown(contentType), "multipart/form-data; boundary=...");
        }
        return new Boundary(text);
    }

    /** Returns the octets that end a part: CR LF, two hyphens and the boundary. */
    byte[] delimiter() {
        return ("\r\n--" + text).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isPermitted(String text) {
        return text.chars()
                .allMatch(c -> (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || MARKS.indexOf(c) >= 0);
    }
}

package org.cellnest.gateway.framing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records the positions in a head's octets of the fields that decide its framing and answer, and the decisions derived
 * from them. Owned by its {@link HeadScanner}.
 */
final class HeadFields {
    private static final int MAX_SHOWN = 1_024;

    /** The position of the value of a field that should occur at most once. */
    static final class Place {
        private int count;
        private int from;
        private int to;

        private void clear() {
            count = 0;
        }

        private void add(int valueFrom, int valueTo) {
            count++;
            from = valueFrom;
            to = valueTo;
        }

        int count() {
            return count;
        }

        int from() {
            return from;
        }

        int to() {
            return to;
        }

        /** Returns the value of the last occurrence. */
        String text(byte[] octets) {
            return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
        }

        private @Nullable String single(byte[] octets) {
            return count == 1 ? text(octets) : null;
        }
    }

    private final Place host = new Place();
    private final Place contentLength = new Place();
    private final Place transferEncoding = new Place();
    private final Place origin = new Place();
    private final Place requestId = new Place();
    private int methodEnd;
    private int targetEnd;
    private int lineEnd;
    private int major;
    private int minor;
    private BodyFraming framing = BodyFraming.NONE;
    private @Nullable String originForm;
    private @Nullable String hostToPassOn;

    void clear() {
        methodEnd = 0;
        targetEnd = 0;
        lineEnd = 0;
        major = 0;
        minor = 0;
        framing = BodyFraming.NONE;
        originForm = null;
        hostToPassOn = null;
        host.clear();
        contentLength.clear();
        transferEncoding.clear();
        origin.clear();
        requestId.clear();
    }

    // ---- what the scanner finds

    void endMethod(int at) {
        methodEnd = at;
    }

    void endTarget(int at) {
        targetEnd = at;
    }

    void setVersion(int majorVersion, int minorVersion) {
        major = majorVersion;
        minor = minorVersion;
    }

    /** Records the position of the CR that ends the request line. */
    void endLine(int at) {
        lineEnd = at;
    }

    /** Records a well-formed field; white space around its value does not belong to it. */
    void onField(byte[] octets, int nameFrom, int valueFrom, int valueTo) {
        Place place = switch (valueFrom - 1 - nameFrom) {
            case 4 -> isName(octets, nameFrom, "host") ? host : null;
            case 6 -> isName(octets, nameFrom, "origin") ? origin : null;
            case 12 -> isName(octets, nameFrom, "x-request-id") ? requestId : null;
            case 14 -> isName(octets, nameFrom, "content-length") ? contentLength : null;
            case 17 -> isName(octets, nameFrom, "transfer-encoding") ? transferEncoding : null;
            default -> null;
        };
        if (place == null) {
            return;
        }
        int from = valueFrom;
        int to = valueTo;
        while (from < to && Octets.isSpace(octets[from])) {
            from++;
        }
        while (from < to && Octets.isSpace(octets[to - 1])) {
            to--;
        }
        place.add(from, to);
    }

    private static boolean isName(byte[] octets, int from, String lowerName) {
        for (int i = 0; i < lowerName.length(); i++) {
            byte octet = octets[from + i];
            if ((octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet) != lowerName.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    // ---- what the rules find

    void setFraming(BodyFraming found) {
        framing = found;
    }

    void setOriginForm(String target) {
        originForm = target;
    }

    /** Sets the value that replaces the value of Host, or adds one if there is none. */
    void setHost(String value) {
        hostToPassOn = value;
    }

    // ---- what they are

    int methodEnd() {
        return methodEnd;
    }

    int targetEnd() {
        return targetEnd;
    }

    /** Returns the end of the request line, or 0 if the line has not ended. */
    int lineEnd() {
        return lineEnd;
    }

    int major() {
        return major;
    }

    int minor() {
        return minor;
    }

    Place host() {
        return host;
    }

    Place contentLength() {
        return contentLength;
    }

    Place transferEncoding() {
        return transferEncoding;
    }

    BodyFraming framing() {
        return framing;
    }

    /** Whether the head must not be passed on as it came. */
    boolean isRewritten() {
        return originForm != null || hostToPassOn != null;
    }

    @Nullable
    String origin(byte[] octets) {
        return origin.single(octets);
    }

    @Nullable
    String requestId(byte[] octets) {
        return requestId.single(octets);
    }

    String method(byte[] octets) {
        return new String(octets, 0, methodEnd, StandardCharsets.ISO_8859_1);
    }

    boolean isMethod(byte[] octets, String name) {
        if (methodEnd != name.length()) {
            return false;
        }
        for (int i = 0; i < methodEnd; i++) {
            if (octets[i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String target(byte[] octets) {
        return new String(octets, methodEnd + 1, targetEnd - methodEnd - 1, StandardCharsets.ISO_8859_1);
    }

    /** Returns the request line as far as it has come, cut if it is long. */
    String line(byte[] octets, int length) {
        int end = lineEnd == 0 ? length : lineEnd;
        int shown = Math.min(end, MAX_SHOWN);
        String text = new String(octets, 0, shown, StandardCharsets.ISO_8859_1);
        return shown < end ? text + "..." : text;
    }

    /** Returns the head to forward. */
    byte[] head(byte[] octets, int length) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(length);
        head.write(octets, 0, methodEnd + 1);
        byte[] target = originForm == null
                ? Arrays.copyOfRange(octets, methodEnd + 1, targetEnd)
                : originForm.getBytes(StandardCharsets.ISO_8859_1);
        head.writeBytes(target);
        String passed = hostToPassOn;
        if (passed == null) {
            head.write(octets, targetEnd, length - targetEnd);
        } else if (host.count() == 0) {
            int fieldsFrom = lineEnd + 2;
            head.write(octets, targetEnd, fieldsFrom - targetEnd);
            head.writeBytes(("Host: " + passed + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            head.write(octets, fieldsFrom, length - fieldsFrom);
        } else {
            head.write(octets, targetEnd, host.from() - targetEnd);
            head.writeBytes(passed.getBytes(StandardCharsets.ISO_8859_1));
            head.write(octets, host.to(), length - host.to());
        }
        return head.toByteArray();
    }
}

package org.cellnest.gateway.framing;

import org.cellnest.gateway.rules.LocalReply;
import org.jspecify.annotations.Nullable;

/**
 * Scans the request line of a head as its octets come (RFC 9112, section 3), and records its parts in {@link
 * HeadFields}. Owned by its {@link HeadScanner}.
 *
 * <p>After a first fault the rest of the line is still read. A fault that leaves the end of the head in doubt refuses
 * the line.
 */
final class RequestLineScanner {
    /** A state named for the next octet. */
    private enum State {
        METHOD,
        TARGET,
        ESCAPE_FIRST,
        ESCAPE_SECOND,
        VERSION,
        /** The CR, or the rest of a line with a fault, is next. */
        REST,
        ENDED,
        REFUSED
    }

    private static final int MAX_METHOD = 32;
    private static final int VERSION_LENGTH = 8;

    private final HeadFields fields;
    private State state = State.METHOD;
    private @Nullable LocalReply fault;

    RequestLineScanner(HeadFields fields) {
        this.fields = fields;
    }

    /** Begins anew, with the method's first octet. */
    void begin() {
        state = State.METHOD;
        fault = null;
    }

    /** Whether the CR at the end of the line has come. */
    boolean isEnded() {
        return state == State.ENDED;
    }

    /** Whether the head must be refused at once, because of {@link #fault}. */
    boolean isRefused() {
        return state == State.REFUSED;
    }

    /** Returns the answer to the first fault of the line, or null. */
    @Nullable
    LocalReply fault() {
        return fault;
    }

    /**
     * Goes on.
     *
     * @param octets of the head, from its first octet on
     * @param from the place of the first octet that was not scanned yet
     * @param end the place after the last octet that has come
     * @return the place after the last octet that was scanned; before {@code end} only where the line has ended or
     *     is refused
     */
    int scan(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && state != State.ENDED && state != State.REFUSED) {
            at = switch (state) {
                case METHOD -> method(octets, at, end);
                case TARGET -> target(octets, at, end);
                case ESCAPE_FIRST, ESCAPE_SECOND -> escape(octets, at);
                case VERSION -> version(octets, at, end);
                case REST, ENDED, REFUSED -> rest(octets, at, end);
            };
        }
        return at;
    }

    private int method(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && Octets.isToken(octets[at])) {
            at++;
        }
        if (at > MAX_METHOD) {
            refuse(LocalReply.of(501, "The method is longer than " + MAX_METHOD + " characters."));
        } else if (at < end) {
            byte octet = octets[at];
            if (octet == ' ' && at > 0) {
                fields.endMethod(at++);
                state = State.TARGET;
            } else {
                refuse(Octets.refusal(octet, "in the method (expected: a token and a space)"));
            }
        }
        return at;
    }

    private int target(byte[] octets, int from, int end) {
        int at = from;
        while (at < end && Octets.isTarget(octets[at]) && octets[at] != '%') {
            at++;
        }
        if (at == end) {
            return at;
        }
        byte octet = octets[at];
        if (octet == '%') {
            state = State.ESCAPE_FIRST;
            at++;
        } else if (octet == ' ') {
            fields.endTarget(at++);
            state = State.VERSION;
        } else if (octet == Octets.CR || octet == Octets.LF) {
            refuse(LocalReply.of(400, "The request line has no version (expected: HTTP/1.1)."));
        } else {
            note(Octets.refusal(octet, "in the target (expected: what a URI may have, anything else percent-encoded)"));
            state = State.REST;
        }
        return at;
    }

    private int escape(byte[] octets, int at) {
        byte octet = octets[at];
        if (Octets.hex(octet) < 0) {
            note(Octets.refusal(octet, "after % in the target (expected: two hexadecimal digits)"));
            state = State.REST;
            return at;
        }
        state = state == State.ESCAPE_FIRST ? State.ESCAPE_SECOND : State.TARGET;
        return at + 1;
    }

    private int version(byte[] octets, int from, int end) {
        int versionFrom = fields.targetEnd() + 1;
        int at = from;
        while (at < end && octets[at] != Octets.CR && at - versionFrom < VERSION_LENGTH) {
            if (octets[at] == Octets.LF) {
                return rest(octets, at, end);
            }
            at++;
        }
        if (at == end) {
            return at;
        }
        if (at - versionFrom == VERSION_LENGTH && octets[at] == Octets.CR && isVersion(octets, versionFrom)) {
            fields.setVersion(octets[versionFrom + 5] - '0', octets[versionFrom + 7] - '0');
        } else {
            note(LocalReply.of(400, "The request line does not end in a version (expected: HTTP/1.1)."));
        }
        state = State.REST;
        return at;
    }

    private static boolean isVersion(byte[] octets, int from) {
        return octets[from] == 'H'
                && octets[from + 1] == 'T'
                && octets[from + 2] == 'T'
                && octets[from + 3] == 'P'
                && octets[from + 4] == '/'
                && Octets.isDigit(octets[from + 5])
                && octets[from + 6] == '.'
                && Octets.isDigit(octets[from + 7]);
    }

    private int rest(byte[] octets, int from, int end) {
        for (int at = from; at < end; at++) {
            byte octet = octets[at];
            if (octet == Octets.CR) {
                fields.endLine(at);
                state = State.ENDED;
                return at + 1;
            }
            if (octet == Octets.LF) {
                refuse(Octets.refusal(octet, "without CR (expected: CR LF)"));
                return at;
            }
        }
        return end;
    }

    private void note(LocalReply answer) {
        if (fault == null) {
            fault = answer;
        }
    }

    private void refuse(LocalReply answer) {
        note(answer);
        state = State.REFUSED;
    }

    @Override
    public String toString() {
        return state.toString();
    }
}

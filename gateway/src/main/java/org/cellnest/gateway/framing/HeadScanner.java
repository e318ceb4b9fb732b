package org.cellnest.gateway.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.cellnest.gateway.rules.LocalReply;
import org.cellnest.http.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * Scans request heads strictly (RFC 9112, sections 2 to 5). Finds the end of each head, refuses a head that breaks the
 * grammar or is too large, and has {@link HeadRules} judge a complete head. Each connection has one scanner, on the
 * connection's I/O thread, which begins anew for each head.
 *
 * <p>{@link RequestLineScanner} reads the line. After a fault in the line the fields are still read, since the answer
 * needs some of them. A fault that leaves the end of the head in doubt is answered at once.
 */
public final class HeadScanner {
    /** A state named for the next octet. */
    private enum State {
        /** An empty line or the method's first octet is next. */
        START,
        EMPTY_LINE_LF,
        LINE,
        LINE_LF,
        NAME_FIRST,
        NAME,
        VALUE,
        VALUE_LF,
        LAST_LF,
        WHOLE,
        REFUSED
    }

    /** The maximum number of octets copied and scanned in one step. */
    private static final int STEP = 1_024;

    private final int maxBytes;
    private final int maxFields;
    private final byte[] shared;
    /** The head as far as it has come: in the shared array, or in one of its own once it has been held. */
    private byte[] octets;

    private int length;
    private int scanned;
    private State state = State.START;
    private int fieldCount;
    private int nameFrom;
    private int valueFrom;
    private @Nullable LocalReply fault;
    private final HeadFields fields = new HeadFields();
    private final RequestLineScanner line = new RequestLineScanner(fields);
    /** The number of fields by name, counted only for a head with very many fields. */
    private final Map<String, Integer> countsByName = new HashMap<>();

    /**
     * @param maxBytes what a head may have, its line included; also what its target may have
     * @param maxFields the fields that it may have
     * @param shared of {@link #sharedBytes} octets; no other code uses it until the head is complete or held
     */
    public HeadScanner(int maxBytes, int maxFields, byte[] shared) {
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
        this.shared = shared;
        this.octets = shared;
    }

    /** Returns the length of the array that the scanners of a thread share. */
    public static int sharedBytes(int maxBytes) {
        return maxBytes + STEP;
    }

    /** Begins a head; the rest of the last one is forgotten. */
    public void begin() {
        octets = shared;
        length = 0;
        scanned = 0;
        state = State.START;
        fieldCount = 0;
        fault = null;
        fields.clear();
        line.begin();
        countsByName.clear();
    }

    /** Whether the method's first octet has come. */
    public boolean hasBegun() {
        return length > 0;
    }

    /** Whether all of it has come and it breaks no rule. */
    public boolean isWhole() {
        return state == State.WHOLE;
    }

    /** Whether it is refused. */
    public boolean isRefused() {
        return state == State.REFUSED;
    }

    /** Returns the length of the head as far as it has come, without empty lines before it. */
    public int length() {
        return length;
    }

    /** Returns the rule for the end of the body, once the head is complete. */
    public BodyFraming framing() {
        return fields.framing();
    }

    /** Whether the head must not be passed on as it came; {@link #head()} is the one to pass on. */
    public boolean isRewritten() {
        return fields.isRewritten();
    }

    /**
     * Returns a copy of the complete head, without empty lines before it, and with its target in origin form (RFC 9112,
     * section 3.2.1). The authority of a target in absolute form replaces the value of Host (section 3.2.2).
     */
    public byte[] head() {
        return fields.head(octets, length);
    }

    /**
     * Goes on.
     *
     * @param at the place of the first octet that has come since
     * @param end the place after the last
     * @return the place after the head, or {@code end}; of no meaning once it is refused
     */
    public int scan(ByteBuffer in, int at, int end) {
        int place = at;
        while (place < end && state != State.WHOLE && state != State.REFUSED) {
            int before = length;
            int step = Math.min(STEP, end - place);
            if (octets.length - length < step) {
                octets = Arrays.copyOf(octets, Math.min(sharedBytes(maxBytes), Math.max(2 * length, length + step)));
            }
            in.get(place, octets, length, step);
            length += step;
            int skipped = skipEmptyLines();
            run();
            if (state == State.WHOLE) {
                place += scanned - before + skipped;
                length = scanned;
                judge();
            } else {
                place += step;
            }
            if (state != State.REFUSED && scanned > maxBytes) {
                tooLong();
            }
        }
        return place;
    }

    /** Keeps what has come of a head that is not whole, since the shared array is needed for others. */
    public void hold() {
        if (octets == shared && length > 0) {
            octets = Arrays.copyOf(shared, Math.max(STEP, length));
        }
    }

    /** Returns the answer to a refused head. */
    public RefusedHead refused() {
        LocalReply answer = fault;
        if (answer == null) {
            throw new IllegalStateException("the head is not refused");
        }
        return new RefusedHead(
                answer.closing(),
                fields.line(octets, length),
                fields.isMethod(octets, "HEAD"),
                fields.origin(octets),
                fields.requestId(octets));
    }

    /** Refuses it for a reason of the caller's, such as its end not coming; a fault that was noted goes before. */
    public void refuse(LocalReply answer) {
        if (fault == null) {
            fault = answer;
        }
        state = State.REFUSED;
    }

    /** Drops empty lines before the request line (RFC 9112, section 2.2); returns the number of octets dropped. */
    private int skipEmptyLines() {
        int from = 0;
        while (from < length && (state == State.START || state == State.EMPTY_LINE_LF)) {
            byte octet = octets[from];
            if (state == State.START && octet == Octets.CR) {
                state = State.EMPTY_LINE_LF;
            } else if (state == State.EMPTY_LINE_LF && octet == Octets.LF) {
                state = State.START;
            } else if (state == State.START) {
                state = State.LINE;
                break;
            } else {
                refuse(Octets.refusal(octet, "after CR (expected: LF)"));
                break;
            }
            from++;
        }
        if (from > 0) {
            System.arraycopy(octets, from, octets, 0, length - from);
            length -= from;
        }
        return from;
    }

    private void run() {
        while (scanned < length) {
            switch (state) {
                case LINE -> requestLine();
                case LINE_LF -> expectLf(State.NAME_FIRST);
                case NAME_FIRST, NAME -> name();
                case VALUE -> value();
                case VALUE_LF -> {
                    expectLf(State.NAME_FIRST);
                    onField();
                }
                case LAST_LF -> expectLf(State.WHOLE);
                case START, EMPTY_LINE_LF, WHOLE, REFUSED -> {
                    return;
                }
            }
        }
    }

    private void requestLine() {
        scanned = line.scan(octets, scanned, length);
        if (fault == null) {
            fault = line.fault();
        }
        if (line.isEnded()) {
            state = State.LINE_LF;
        } else if (line.isRefused()) {
            state = State.REFUSED;
        }
    }

    private void name() {
        byte[] all = octets;
        int place = scanned;
        int end = length;
        if (state == State.NAME_FIRST) {
            if (all[place] == Octets.CR) {
                state = State.LAST_LF;
                scanned++;
                return;
            }
            nameFrom = place;
            state = State.NAME;
        }
        while (place < end && Octets.isToken(all[place])) {
            place++;
        }
        scanned = place;
        if (place == end) {
            return;
        }
        if (all[place] == ':' && place > nameFrom) {
            scanned++;
            valueFrom = scanned;
            state = State.VALUE;
        } else {
            refuse(Octets.refusal(all[place], "in a field's name (expected: a token and a colon)"));
        }
    }

    private void value() {
        byte[] all = octets;
        int place = scanned;
        int end = length;
        while (place < end && Octets.isValue(all[place])) {
            place++;
        }
        scanned = place;
        if (place == end) {
            return;
        }
        if (all[place] == Octets.CR) {
            scanned++;
            state = State.VALUE_LF;
        } else {
            refuse(Octets.refusal(all[place], "in the value of a field"));
        }
    }

    private void onField() {
        if (state == State.REFUSED) {
            return;
        }
        if (++fieldCount > maxFields) {
            refuse(LocalReply.of(431, "More than " + maxFields + " fields came."));
            return;
        }
        fields.onField(octets, nameFrom, valueFrom, scanned - 2);
        if (fieldCount > FieldRules.MAX_OF_ONE_NAME) {
            countNames();
        }
    }

    /** Counts the fields by name, once there are more fields than one name may have. Such a head is rare. */
    private void countNames() {
        if (fieldCount == FieldRules.MAX_OF_ONE_NAME + 1) {
            int at = fields.lineEnd() + 2;
            while (at < scanned) {
                int colon = at;
                while (octets[colon] != ':') {
                    colon++;
                }
                count(at, colon);
                at = colon;
                while (octets[at] != Octets.LF) {
                    at++;
                }
                at++;
            }
        } else {
            count(nameFrom, valueFrom - 1);
        }
    }

    private void count(int from, int to) {
        String name = new String(octets, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (countsByName.merge(name, 1, Integer::sum) > FieldRules.MAX_OF_ONE_NAME) {
            refuse(LocalReply.of(431, "More than " + FieldRules.MAX_OF_ONE_NAME + " fields " + name + " came."));
        }
    }

    private void expectLf(State next) {
        byte octet = octets[scanned];
        if (octet == Octets.LF) {
            scanned++;
            state = next;
        } else {
            refuse(Octets.refusal(octet, "after CR (expected: LF)"));
        }
    }

    private void tooLong() {
        boolean inLine = fields.lineEnd() == 0 || fields.lineEnd() > maxBytes;
        refuse(
                inLine
                        ? LocalReply.of(414, "The request line is longer than " + maxBytes + " octets.")
                        : LocalReply.of(431, "Request line and fields are longer than " + maxBytes + " octets."));
    }

    private void judge() {
        LocalReply refusal = fault == null ? HeadRules.judge(octets, fields) : fault;
        if (refusal != null) {
            refuse(refusal);
        }
    }

    @Override
    public String toString() {
        return (state == State.LINE ? line : state) + " " + fields.line(octets, length);
    }
}

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
 * Scans request heads strictly (RFC 9112, sections 2 to 5): finds the end of each, refuses a head that breaks the grammar or
 * is larger than allowed, and has {@link HeadRules} judge a head that is whole. There is one scanner for each connection, on
 * the connection's I/O thread, begun anew for each head.
 *
 * <p>{@link RequestLineScanner} reads the line. After a fault in it the fields are read on, since the answer needs some of
 * them; a fault that leaves the end of the head in doubt is answered at once.
 */
public final class HeadScanner {
    /** Expected next. */
    private enum State {
        /** An empty line, or the method's first octet. */
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

    /** As much as is copied and looked at in one step. */
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
    /** Of a head with very many fields; else not used. */
    private final Map<String, Integer> countsByName = new HashMap<>();

    /**
     * @param maxBytes what a head may have, its line included; also what its target may have
     * @param maxFields the fields that it may have
     * @param shared of {@link #sharedBytes} octets; used between calls by nobody else until the head is whole or held
     */
    public HeadScanner(int maxBytes, int maxFields, byte[] shared) {
        this.maxBytes = maxBytes;
        this.maxFields = maxFields;
        this.shared = shared;
        this.octets = shared;
    }

    /** The length of the array that the scanners of a thread share. */
    public static int sharedBytes(int maxBytes) {
        return maxBytes + STEP;
    }

    /** A head may begin; what is left of the last one is forgotten. */
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

    /** Length of the head as far as it has come, without empty lines before it. */
    public int length() {
        return length;
    }

    /** The rule by which the end of the body is found, once the head is whole. */
    public BodyFraming framing() {
        return fields.framing();
    }

    /** Whether the head must not be passed on as it came; {@link #head()} is the one to pass on. */
    public boolean isRewritten() {
        return fields.isRewritten();
    }

    /**
     * A copy of the head, once it is whole: without empty lines before it, and with its target in origin form (RFC 9112,
     * section 3.2.1); the authority of a target in absolute form stands in Host's place (section 3.2.2).
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

    /** The answer to a head that is refused. */
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

    /** An empty line before the request line is overlooked (RFC 9112, section 2.2); it is not kept. */
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

    /** Such a head is rare: its names are counted once there are more fields than there may be of one name. */
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

package org.cellnest.gateway.framing;

import java.nio.ByteBuffer;
import org.cellnest.gateway.rules.LocalReply;
import org.jspecify.annotations.Nullable;

/**
 * Scans chunked bodies strictly (RFC 9112, section 7.1): finds the end of a body, and refuses a body that breaks the
 * grammar. Changes nothing. Each connection has one scanner, which begins anew for each body; one thread.
 */
public final class ChunkScanner {
    /** A state named for the next octet; in a line that ends, its CR has come. */
    private enum State {
        SIZE_FIRST,
        SIZE,
        /** The scanner is behind white space that only a semicolon may follow. */
        SEMICOLON,
        /** The scanner is behind a semicolon. */
        NAME_FIRST,
        NAME,
        /** The scanner is behind white space that only an equals sign or a semicolon may follow. */
        EQUALS,
        /** The scanner is behind an equals sign. */
        VALUE_FIRST,
        VALUE,
        QUOTED,
        QUOTED_PAIR,
        AFTER_QUOTED,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_FIRST,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        LAST_LF,
        WHOLE,
        REFUSED
    }

    /**
     * The largest size before another digit. A chunk of 4 PiB or more is not plausible, and a later parser might read
     * another number.
     */
    private static final long MAX_BEFORE_DIGIT = (1L << 48) - 1;

    private static final int MAX_SIZE_DIGITS = 32;

    private final int maxExtraBytes;
    private State state = State.WHOLE;
    private long size;
    private int sizeDigits;
    private int extensionBytes;
    private int trailerBytes;
    private @Nullable LocalReply refusal;

    /** @param maxExtraBytes what the extensions of a body's chunks may have together, and what its trailer may have */
    public ChunkScanner(int maxExtraBytes) {
        this.maxExtraBytes = maxExtraBytes;
    }

    /** Begins a body. */
    public void begin() {
        state = State.SIZE_FIRST;
        size = 0;
        sizeDigits = 0;
        extensionBytes = 0;
        trailerBytes = 0;
        refusal = null;
    }

    /** Whether the body has come to its end. */
    public boolean isWhole() {
        return state == State.WHOLE;
    }

    /** Returns the answer to a malformed body, or null if it is well-formed so far. */
    public @Nullable LocalReply refusal() {
        return refusal;
    }

    /**
     * Goes on.
     *
     * @param at the place of the first octet that has come since
     * @param end the place after the last
     * @return the place after the body, or of the octet for which it is refused, or {@code end}
     */
    public int scan(ByteBuffer in, int at, int end) {
        int place = at;
        while (place < end && state != State.WHOLE) {
            if (state == State.DATA) {
                int taken = (int) Math.min(size, end - place);
                size -= taken;
                place += taken;
                if (size == 0) {
                    state = State.DATA_CR;
                }
                continue;
            }
            step(in.get(place));
            if (state == State.REFUSED) {
                return place;
            }
            place++;
        }
        return place;
    }

    private void step(byte octet) {
        switch (state) {
            case SIZE_FIRST, SIZE -> size(octet);
            case SEMICOLON, NAME_FIRST, NAME, EQUALS, VALUE_FIRST, VALUE, QUOTED, QUOTED_PAIR, AFTER_QUOTED ->
                extension(octet);
            case SIZE_LF -> {
                State next = size == 0 ? State.TRAILER_FIRST : State.DATA;
                expect(octet, Octets.LF, next, "after the CR of a chunk's size");
                sizeDigits = 0;
            }
            case DATA_CR -> expect(octet, Octets.CR, State.DATA_LF, "after a chunk's data");
            case DATA_LF -> expect(octet, Octets.LF, State.SIZE_FIRST, "after a chunk's data");
            case TRAILER_FIRST, TRAILER_NAME, TRAILER_VALUE -> trailer(octet);
            case TRAILER_LF -> expect(octet, Octets.LF, State.TRAILER_FIRST, "after the CR of a trailer field");
            case LAST_LF -> expect(octet, Octets.LF, State.WHOLE, "at the end of the body");
            case DATA, WHOLE, REFUSED -> throw new IllegalStateException("no octet is expected in " + state);
        }
    }

    private void size(byte octet) {
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            if (size > MAX_BEFORE_DIGIT || ++sizeDigits > MAX_SIZE_DIGITS) {
                refuse("A chunk's size has too many digits.");
                return;
            }
            size = size << 4 | digit;
            state = State.SIZE;
        } else if (state == State.SIZE_FIRST) {
            refuse(octet, "as a chunk's size (expected: hexadecimal digits)");
        } else {
            afterSize(octet, "after a chunk's size (expected: CR LF, or an extension)");
        }
    }

    /** Handles the octet after a size, or after an extension whose value is complete. */
    private void afterSize(byte octet, String where) {
        if (octet == Octets.CR) {
            state = State.SIZE_LF;
        } else if (octet == ';') {
            state = State.NAME_FIRST;
        } else if (Octets.isSpace(octet)) {
            state = State.SEMICOLON;
        } else {
            refuse(octet, where);
        }
    }

    private void extension(byte octet) {
        if (++extensionBytes > maxExtraBytes) {
            refuse("The extensions of the chunks are longer than " + maxExtraBytes + " octets.");
            return;
        }
        String where = "in a chunk's extension (expected: ;NAME or ;NAME=VALUE)";
        switch (state) {
            case SEMICOLON -> {
                if (octet == ';') {
                    state = State.NAME_FIRST;
                } else if (!Octets.isSpace(octet)) {
                    refuse(octet, where);
                }
            }
            case NAME_FIRST -> tokenOrSpace(octet, State.NAME, where);
            case NAME -> {
                if (octet == '=') {
                    state = State.VALUE_FIRST;
                } else if (Octets.isSpace(octet)) {
                    state = State.EQUALS;
                } else if (!Octets.isToken(octet)) {
                    afterSize(octet, where);
                }
            }
            case EQUALS -> {
                if (octet == '=') {
                    state = State.VALUE_FIRST;
                } else if (octet == ';') {
                    state = State.NAME_FIRST;
                } else if (!Octets.isSpace(octet)) {
                    refuse(octet, where);
                }
            }
            case VALUE_FIRST -> {
                if (octet == '"') {
                    state = State.QUOTED;
                } else {
                    tokenOrSpace(octet, State.VALUE, where);
                }
            }
            case VALUE -> {
                if (!Octets.isToken(octet)) {
                    afterSize(octet, where);
                }
            }
            case QUOTED -> {
                if (octet == '"') {
                    state = State.AFTER_QUOTED;
                } else if (octet == '\\') {
                    state = State.QUOTED_PAIR;
                } else if (!Octets.isQuoted(octet)) {
                    refuse(octet, where);
                }
            }
            case QUOTED_PAIR -> {
                state = State.QUOTED;
                if (!Octets.isValue(octet)) {
                    refuse(octet, where);
                }
            }
            default -> afterSize(octet, where); // AFTER_QUOTED
        }
    }

    private void tokenOrSpace(byte octet, State next, String where) {
        if (Octets.isToken(octet)) {
            state = next;
        } else if (!Octets.isSpace(octet)) {
            refuse(octet, where);
        }
    }

    private void trailer(byte octet) {
        if (++trailerBytes > maxExtraBytes) {
            refuse(LocalReply.of(431, "The trailer fields are longer than " + maxExtraBytes + " octets."));
            return;
        }
        if (state == State.TRAILER_VALUE) {
            if (octet == Octets.CR) {
                state = State.TRAILER_LF;
            } else if (!Octets.isValue(octet)) {
                refuse(octet, "in the value of a trailer field");
            }
        } else if (Octets.isToken(octet)) {
            state = State.TRAILER_NAME;
        } else if (octet == ':' && state == State.TRAILER_NAME) {
            state = State.TRAILER_VALUE;
        } else if (octet == Octets.CR && state == State.TRAILER_FIRST) {
            state = State.LAST_LF;
        } else {
            refuse(octet, "after the last chunk (expected: trailer fields, or CR LF)");
        }
    }

    private void expect(byte octet, int expected, State next, String where) {
        if (octet == expected) {
            state = next;
        } else {
            refuse(octet, where + " (expected: CR LF)");
        }
    }

    private void refuse(byte octet, String where) {
        refuse(Octets.shown(octet) + " stands " + where + ".");
    }

    private void refuse(String detail) {
        refuse(LocalReply.of(400, "The chunked body is malformed: " + detail));
    }

    private void refuse(LocalReply answer) {
        refusal = answer.closing();
        state = State.REFUSED;
    }
}

package org.cellnest.transport.jeromq;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import zmq.io.coder.v2.V2Protocol;

/**
 * Validates the greeting and the frame headers of a peer (RFC 23) before JeroMQ sees them. JeroMQ would also accept
 * ZMTP 1 and 2, undefined flags and sizes beyond its integers, and would allocate any size that a header announces.
 * Belongs to the owner of its connection.
 *
 * <p>A frame of more than {@value #HELD_FROM_BYTES} bytes is held back until it is complete, in memory that grows with
 * the bytes received. An announced length alone thus costs nothing.
 */
final class FrameGuard {

    private enum State {
        GREETING,
        FLAGS,
        SIZE,
        BODY
    }

    static final int GREETING_BYTES = 64;
    /**
     * The maximum size of a command. READY holds a socket type and an identity; CURVE's longest command has 513 bytes.
     */
    static final int MAX_COMMAND_BYTES = 1_024;
    /** The size up to which a frame's memory is allocated as soon as it is announced. */
    static final int HELD_FROM_BYTES = 64 << 10;

    private static final int SIGNATURE_LAST_AT = 9;
    private static final int VERSION_AT = 10;
    private static final int MAJOR_VERSION = 3;
    private static final int MECHANISM_AT = 12;
    private static final int MECHANISM_BYTES = 20;
    private static final int KNOWN_FLAGS = V2Protocol.MORE_FLAG | V2Protocol.LARGE_FLAG | V2Protocol.COMMAND_FLAG;

    /** The number of bytes of a handshake's command that are kept for {@link #errorReason}. */
    private static final int TOLD_BYTES = 16;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String mechanism;
    private final int maxFrameBytes;

    private State state = State.GREETING;
    private final byte[] greeting = new byte[GREETING_BYTES];
    private int greeted;
    private boolean established;
    private int flags;
    private long size;
    private int sizeBytesLeft;
    private long bodyLeft;

    /** The start of the current frame in the buffer that is scanned. */
    private int frameAt;
    /** The refusal to throw once the frames before have been passed on. */
    private @Nullable Refusal refusal;

    private byte @Nullable [] held;
    private int heldBytes;
    private int heldWanted;

    private final byte[] told = new byte[TOLD_BYTES];
    private int toldBytes;

    /**
     * @param mechanism the name that the greeting must have
     * @param maxFrameBytes the maximum size of a frame on the wire
     */
    FrameGuard(String mechanism, int maxFrameBytes) {
        this.mechanism = mechanism;
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Whether the greeting is complete, after which JeroMQ allocates its buffers. */
    boolean isGreeted() {
        return state != State.GREETING;
    }

    /** Notes that the handshake is complete: messages may follow. */
    void onEstablished() {
        established = true;
    }

    /**
     * Takes bytes of a peer: all of them, or as many as may be scanned before JeroMQ has acted on them.
     *
     * @return the bytes that may be passed to JeroMQ: a part of {@code in}, whose limit is narrowed to it, or a
     *     frame that was held back; empty if there are none
     * @throws Refusal if the connection cannot continue; the frames before have been returned
     */
    ByteBuffer next(ByteBuffer in) throws Refusal {
        if (refusal != null) {
            throw refusal;
        }
        if (held != null) {
            return hold(in);
        }
        int start = in.position();
        frameAt = start;
        try {
            in.limit(scan(in, start, in.limit()));
        } catch (Refusal e) {
            if (frameAt == start) {
                throw e;
            }
            // What came before it goes on first.
            refusal = e;
            in.limit(frameAt);
        }
        return in;
    }

    /** Returns the index up to which bytes may be passed on. */
    private int scan(ByteBuffer in, int start, int end) throws Refusal {
        int at = start;
        while (at < end) {
            switch (state) {
                case GREETING -> at = greet(in, at);
                case FLAGS -> {
                    frameAt = at;
                    flags(in.get(at++));
                }
                case SIZE -> at = size(in, at, end);
                case BODY -> {
                    int length = (int) Math.min(bodyLeft, end - at);
                    tell(in, at, length);
                    at += length;
                    bodyLeft -= length;
                }
            }
            if (state == State.BODY && bodyLeft == 0) {
                state = State.FLAGS;
            }
            // While hands are shaken, JeroMQ acts on each step before the next one can be judged.
            if (held != null || (state == State.FLAGS && !established) || greeted == VERSION_AT + 1) {
                return at;
            }
        }
        return at;
    }

    /**
     * Checks the greeting as its bytes arrive, since a peer that speaks no ZMTP 3 may be waiting for this side's
     * answer.
     */
    private int greet(ByteBuffer in, int from) throws Refusal {
        // JeroMQ says its own mechanism when it has seen the version, and does before that of the peer is judged.
        int until = greeted <= VERSION_AT ? VERSION_AT + 1 : GREETING_BYTES;
        int length = Math.min(in.limit() - from, until - greeted);
        in.get(from, greeting, greeted, length);
        greeted += length;
        if ((greeting[0] & 0xff) != 0xff || (greeted > SIGNATURE_LAST_AT && greeting[SIGNATURE_LAST_AT] != 0x7f)) {
            throw new Refusal("not a ZMTP greeting");
        }
        if (greeted > VERSION_AT && greeting[VERSION_AT] < MAJOR_VERSION) {
            throw new Refusal("ZMTP " + greeting[VERSION_AT] + " (expected: 3)");
        }
        if (greeted == GREETING_BYTES) {
            String named = new String(greeting, MECHANISM_AT, MECHANISM_BYTES, StandardCharsets.ISO_8859_1);
            String name = named.indexOf('\0') < 0 ? named : named.substring(0, named.indexOf('\0'));
            byte[] expected = Arrays.copyOf(mechanism.getBytes(StandardCharsets.US_ASCII), MECHANISM_BYTES);
            if (!Arrays.equals(expected, 0, MECHANISM_BYTES, greeting, MECHANISM_AT, MECHANISM_AT + MECHANISM_BYTES)) {
                throw new Refusal(Sentences.otherMechanism(name, mechanism));
            }
            state = State.FLAGS;
        }
        return from + length;
    }

    private void flags(byte first) throws Refusal {
        int value = first & 0xff;
        if ((value & ~KNOWN_FLAGS) != 0) {
            throw new Refusal("flags 0x" + Integer.toHexString(value) + " (expected: 0 to 7)");
        }
        if (!established && (value & V2Protocol.COMMAND_FLAG) == 0) {
            throw new Refusal("a message (expected: a command of the handshake)");
        }
        flags = value;
        size = 0;
        toldBytes = 0;
        sizeBytesLeft = (value & V2Protocol.LARGE_FLAG) == 0 ? 1 : Long.BYTES;
        state = State.SIZE;
    }

    private int size(ByteBuffer in, int from, int end) throws Refusal {
        int at = from;
        while (sizeBytesLeft > 0 && at < end) {
            size = size << Byte.SIZE | (in.get(at++) & 0xff);
            sizeBytesLeft--;
        }
        if (sizeBytesLeft > 0) {
            return at;
        }
        int max = (flags & V2Protocol.COMMAND_FLAG) == 0 ? maxFrameBytes : Math.min(maxFrameBytes, MAX_COMMAND_BYTES);
        if (size < 0 || size > max) {
            throw new Refusal(Long.toUnsignedString(size) + " bytes (expected: at most " + max + ")");
        }
        bodyLeft = size;
        state = State.BODY;
        if (size > HELD_FROM_BYTES && end - at < size) {
            // JeroMQ sets a frame aside when it has seen the last byte of its size, so that byte waits too.
            heldWanted = (int) size + 1;
            held = new byte[HELD_FROM_BYTES];
            heldBytes = 0;
            return at - 1;
        }
        return at;
    }

    private ByteBuffer hold(ByteBuffer in) {
        byte[] into = held == null ? new byte[0] : held;
        int length = Math.min(in.remaining(), heldWanted - heldBytes);
        if (heldBytes + length > into.length) {
            int grown = into.length;
            while (grown < heldBytes + length) {
                grown *= 4;
            }
            into = Arrays.copyOf(into, Math.min(heldWanted, grown));
            held = into;
        }
        in.get(into, heldBytes, length);
        heldBytes += length;
        if (heldBytes < heldWanted) {
            return NOTHING;
        }
        held = null;
        bodyLeft = 0;
        state = State.FLAGS;
        return ByteBuffer.wrap(into, 0, heldWanted);
    }

    /** Releases the frame that was held back. */
    void drop() {
        held = null;
    }

    private void tell(ByteBuffer in, int at, int length) {
        if (!established && toldBytes < TOLD_BYTES) {
            int kept = Math.min(length, TOLD_BYTES - toldBytes);
            in.get(at, told, toldBytes, kept);
            toldBytes += kept;
        }
    }

    /**
     * Returns the reason of the ERROR command that has ended the handshake (RFC 23, section "The ERROR Command"), which
     * may be empty. Returns null if there was no such command.
     */
    @Nullable
    String errorReason() {
        String begin = new String(told, 0, toldBytes, StandardCharsets.ISO_8859_1);
        if (established || !begin.startsWith("\5ERROR")) {
            return null;
        }
        return begin.length() <= 7 ? "" : begin.substring(7).trim();
    }
}

package org.cellnest.transport.jeromq;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.transport.FramePlace;
import org.jspecify.annotations.Nullable;
import zmq.io.coder.v2.V2Protocol;

/**
 * Validates the greeting and the frame headers of a peer (RFC 23) before JeroMQ sees them. JeroMQ would also accept
 * ZMTP 1 and 2, undefined flags and sizes beyond its integers, and would allocate any size that a header announces.
 * Belongs to the owner of its connection.
 *
 * <p>A message of {@value ChunkPool#MIN_PIECE_BYTES} bytes or more that is not encrypted is collected here, in a {@link
 * FramePlace}, and does not pass through JeroMQ's decoder, which would copy it twice. Any other frame of more than {@value
 * #HELD_FROM_BYTES} bytes is held back until it is complete.
 */
final class FrameGuard {

    private enum State {
        GREETING,
        /** At the header of a frame. */
        HEADER,
        /** In a frame that JeroMQ decodes. */
        BODY,
        /** In a frame that is collected. */
        PLACE
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
    /** The maximum size of a frame's header: flags and eight bytes. */
    private static final int MAX_HEADER_BYTES = 1 + Long.BYTES;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final String mechanism;
    private final int maxFrameBytes;

    private State state = State.GREETING;
    private final byte[] greeting = new byte[GREETING_BYTES];
    private int greeted;
    private boolean established;
    /** Whether messages may be taken without JeroMQ: it knows the peer, and there is nothing to decrypt. */
    private boolean takesLarge;

    private int flags;
    private long size;
    private long bodyLeft;

    /** The header of the current frame as far as it is there, if it came in pieces or waits for its frame. */
    private final byte[] header = new byte[MAX_HEADER_BYTES];

    private int headerBytes;
    private final FramePlace place;
    /** Whether the frame that is collected is to be passed to JeroMQ. */
    private boolean passesOn;
    /** The frame to pass to JeroMQ after its header. */
    private @Nullable ByteBuffer passedBody;

    private final byte[] told = new byte[TOLD_BYTES];
    private int toldBytes;

    /**
     * @param mechanism the name that the greeting must have
     * @param maxFrameBytes the maximum size of a frame on the wire
     * @param chunks the pool that the bytes are read from
     */
    FrameGuard(String mechanism, int maxFrameBytes, ChunkPool chunks) {
        this.mechanism = mechanism;
        this.maxFrameBytes = maxFrameBytes;
        this.place = new FramePlace(chunks);
    }

    /** Whether the greeting is complete, after which JeroMQ allocates its buffers. */
    boolean isGreeted() {
        return state != State.GREETING;
    }

    /** Notes that the handshake is complete: messages may follow. */
    void onEstablished() {
        established = true;
    }

    /** Takes large messages without JeroMQ from now on. */
    void takeLarge() {
        takesLarge = true;
    }

    /** Returns the place where the next bytes of the peer belong before all others; null if that is any buffer. */
    @Nullable
    ByteBuffer rest() {
        return place.rest();
    }

    /** Returns the large message that has become whole, which the caller releases, or null. */
    @Nullable
    Bytes takeFrame() {
        if (passesOn || !place.isWhole()) {
            return null;
        }
        state = State.HEADER;
        headerBytes = 0;
        return place.take();
    }

    /** Whether {@link #next} or {@link #takeFrame} has something without further bytes. */
    boolean isWaiting() {
        return passedBody != null || place.isWhole();
    }

    /**
     * Takes bytes of a peer: all of them, or as many as may be scanned before JeroMQ has acted on them or a message was
     * taken.
     *
     * @return the bytes that may be passed to JeroMQ: a part of {@code in}, whose limit is narrowed to it, or a
     *     frame that was held back; empty if there are none
     * @throws Refusal if the connection cannot continue; the frames before have been returned
     */
    ByteBuffer next(ByteBuffer in) throws Refusal {
        ByteBuffer body = passedBody;
        if (body != null) {
            passedBody = null;
            return body;
        }
        if (state == State.PLACE) {
            place.fill(in);
            return wholeToPass();
        }
        if (headerBytes > 0) {
            return continueHeader(in);
        }
        int start = in.position();
        int at = start;
        int end = in.limit();
        while (at < end) {
            switch (state) {
                case GREETING -> at = greet(in, at);
                case HEADER -> {
                    int bodyAt = headerAt(in, at, end, at > start);
                    if (bodyAt < 0 || isCollected(end - bodyAt)) {
                        // What came before it goes on first.
                        return at > start ? narrowed(in, at) : collect(in, bodyAt);
                    }
                    beginBody();
                    at = bodyAt;
                }
                case BODY -> {
                    int length = (int) Math.min(bodyLeft, end - at);
                    tell(in, at, length);
                    at += length;
                    bodyLeft -= length;
                }
                case PLACE -> throw new IllegalStateException("a frame that is collected is scanned");
            }
            if (state == State.BODY && bodyLeft == 0) {
                state = State.HEADER;
            }
            // While hands are shaken, JeroMQ acts on each step before the next one can be judged.
            if ((state == State.HEADER && !established) || greeted == VERSION_AT + 1) {
                break;
            }
        }
        return narrowed(in, at);
    }

    /**
     * Judges the header of a frame.
     *
     * @param later whether a refusal waits for the next call
     * @return the position behind the header, or -1 if not all of it is there, or it is refused later
     */
    private int headerAt(ByteBuffer in, int at, int end, boolean later) throws Refusal {
        try {
            int bodyAt = at + flags(in.get(at));
            if (bodyAt > end) {
                return -1;
            }
            size(in, at);
            return bodyAt;
        } catch (Refusal e) {
            if (later) {
                return -1;
            }
            throw e;
        }
    }

    /** Keeps the header in front of {@code in}, or as much as there is of it, and begins to collect its frame. */
    private ByteBuffer collect(ByteBuffer in, int bodyAt) {
        headerBytes = (bodyAt < 0 ? in.limit() : bodyAt) - in.position();
        in.get(header, 0, headerBytes);
        return bodyAt < 0 ? NOTHING : beginPlace(in);
    }

    /** Completes a header that came in pieces. */
    private ByteBuffer continueHeader(ByteBuffer in) throws Refusal {
        int wanted = flags(header[0]);
        int length = Math.min(in.remaining(), wanted - headerBytes);
        in.get(header, headerBytes, length);
        headerBytes += length;
        if (headerBytes < wanted) {
            return NOTHING;
        }
        size(ByteBuffer.wrap(header), 0);
        if (isCollected(in.remaining())) {
            return beginPlace(in);
        }
        beginBody();
        headerBytes = 0;
        return ByteBuffer.wrap(header, 0, wanted);
    }

    private ByteBuffer beginPlace(ByteBuffer in) {
        state = State.PLACE;
        place.begin(in, (int) size, !passesOn);
        return wholeToPass();
    }

    /** Returns the header of a frame that has become whole and is passed on; its body follows. */
    private ByteBuffer wholeToPass() {
        if (!place.isWhole() || !passesOn) {
            return NOTHING;
        }
        state = State.HEADER;
        passedBody = place.take().buffer();
        int length = headerBytes;
        headerBytes = 0;
        return ByteBuffer.wrap(header, 0, length);
    }

    /** Whether a frame is collected: it does not go to JeroMQ, or not before it is whole. */
    private boolean isCollected(int available) {
        passesOn = !takesLarge || (flags & V2Protocol.COMMAND_FLAG) != 0 || size < ChunkPool.MIN_PIECE_BYTES;
        return !passesOn || (size > HELD_FROM_BYTES && available < size);
    }

    private void beginBody() {
        bodyLeft = size;
        state = bodyLeft == 0 ? State.HEADER : State.BODY;
    }

    private static ByteBuffer narrowed(ByteBuffer in, int limit) {
        return in.limit(limit);
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
            state = State.HEADER;
        }
        return from + length;
    }

    /** Judges the first byte of a header; returns the header's length. */
    private int flags(byte first) throws Refusal {
        int value = first & 0xff;
        if ((value & ~KNOWN_FLAGS) != 0) {
            throw new Refusal("flags 0x" + Integer.toHexString(value) + " (expected: 0 to 7)");
        }
        if (!established && (value & V2Protocol.COMMAND_FLAG) == 0) {
            throw new Refusal("a message (expected: a command of the handshake)");
        }
        flags = value;
        toldBytes = 0;
        return (value & V2Protocol.LARGE_FLAG) == 0 ? 2 : MAX_HEADER_BYTES;
    }

    private void size(ByteBuffer in, int headerAt) throws Refusal {
        size = (flags & V2Protocol.LARGE_FLAG) == 0 ? in.get(headerAt + 1) & 0xff : in.getLong(headerAt + 1);
        int max = (flags & V2Protocol.COMMAND_FLAG) == 0 ? maxFrameBytes : Math.min(maxFrameBytes, MAX_COMMAND_BYTES);
        if (size < 0 || size > max) {
            throw new Refusal(Long.toUnsignedString(size) + " bytes (expected: at most " + max + ")");
        }
    }

    /** Releases the frame that was collected. */
    void drop() {
        place.close();
        passedBody = null;
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

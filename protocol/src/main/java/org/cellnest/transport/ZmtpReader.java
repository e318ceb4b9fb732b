package org.cellnest.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.jspecify.annotations.Nullable;

/**
 * Decodes frames from the bytes of a peer (ZMTP 3, RFC 23 and 37, mechanism NULL), split at any places. Belongs to the
 * owner of its connection.
 *
 * <p>Peers are untrusted. Before its handshake is complete, no memory is allocated for a peer except for its greeting
 * and its READY. The memory of a frame is that of a {@link FramePlace}. The flag MORE has no effect: every frame is a
 * message. An identity is skipped, since the receiver assigns the addresses.
 */
final class ZmtpReader {

    private enum State {
        GREETING,
        FLAGS,
        SIZE,
        BODY
    }

    private static final byte[] NOTHING = {};
    private static final String READY = "READY";
    private static final String PING = "PING";
    private static final int PING_TTL_BYTES = 2;

    private final Set<String> peerTypes;
    private final String ownType;
    private final int maxFrameBytes;
    private final FramePlace place;
    private final ZmtpWriter answers;

    private State state = State.GREETING;
    private byte[] greeting = new byte[Zmtp.GREETING_BYTES];
    private int greeted;
    private int flags;
    private long size;
    private int sizeBytesLeft;
    private boolean established;
    private boolean choseId;

    /**
     * @param ownType this side's socket type
     * @param peerTypes the socket types permitted on the other side
     * @param maxFrameBytes a larger frame ends the connection
     * @param chunks the pool that {@code next} reads from where its buffer is the pool's
     * @param answers takes the commands that the protocol itself requires
     */
    ZmtpReader(String ownType, Set<String> peerTypes, int maxFrameBytes, ChunkPool chunks, ZmtpWriter answers) {
        this.ownType = ownType;
        this.peerTypes = peerTypes;
        this.maxFrameBytes = maxFrameBytes;
        this.place = new FramePlace(chunks);
        this.answers = answers;
    }

    /** Whether the handshake is complete. */
    boolean isEstablished() {
        return established;
    }

    /** Whether the peer announced an identity, which is not used. */
    boolean choseId() {
        return choseId;
    }

    /** Returns the place where the next bytes of the peer belong before all others; null if that is any buffer. */
    @Nullable
    ByteBuffer rest() {
        return place.rest();
    }

    /**
     * Takes bytes until a frame is complete. Bytes that were read to the place of {@link #rest} come before those.
     *
     * @return the frame, or null once all bytes are taken
     * @throws ZmtpException if the connection cannot continue
     */
    @Nullable
    Bytes next(ByteBuffer in) throws ZmtpException {
        while (true) {
            if (place.isWhole()) {
                state = State.FLAGS;
                Bytes whole = place.take();
                if ((flags & Zmtp.COMMAND) == 0) {
                    return whole;
                }
                command(whole.toByteArray());
            }
            if (!in.hasRemaining()) {
                return null;
            }
            switch (state) {
                case GREETING -> greet(in);
                case FLAGS -> flags(in.get() & 0xff);
                case SIZE -> size(in);
                case BODY -> place.fill(in);
            }
        }
    }

    /**
     * Checks the greeting as its bytes arrive, since a peer that speaks no ZMTP 3 may be waiting for this side's
     * answer.
     */
    private void greet(ByteBuffer in) throws ZmtpException {
        int wanted = Math.min(in.remaining(), Zmtp.GREETING_BYTES - greeted);
        in.get(greeting, greeted, wanted);
        greeted += wanted;
        if ((greeting[0] & 0xff) != Zmtp.SIGNATURE_FIRST
                || (greeted > Zmtp.SIGNATURE_LAST_AT && greeting[Zmtp.SIGNATURE_LAST_AT] != Zmtp.SIGNATURE_LAST)) {
            throw new ZmtpException("not a ZMTP greeting");
        }
        if (greeted > Zmtp.VERSION_AT && greeting[Zmtp.VERSION_AT] < Zmtp.MAJOR_VERSION) {
            throw new ZmtpException("ZMTP " + greeting[Zmtp.VERSION_AT] + " (expected: 3)");
        }
        if (greeted == Zmtp.GREETING_BYTES) {
            if (!Zmtp.isNullMechanism(greeting)) {
                String name = Zmtp.mechanism(greeting);
                throw new ZmtpException("the other side speaks the mechanism " + name + " (expected: NULL)"
                        + (name.equals("CURVE")
                                ? ": set nest.security = curve here too, with nest.transport = jeromq and the keys that"
                                        + " scripts/nest keys makes"
                                : ""));
            }
            greeting = NOTHING;
            state = State.FLAGS;
            answers.command(Zmtp.ready(ownType));
        }
    }

    private void flags(int value) throws ZmtpException {
        if ((value & ~(Zmtp.MORE | Zmtp.LONG | Zmtp.COMMAND)) != 0) {
            throw new ZmtpException("flags 0x" + Integer.toHexString(value) + " (expected: 0 to 7)");
        }
        if (!established && (value & Zmtp.COMMAND) == 0) {
            throw new ZmtpException("a message (expected: READY)");
        }
        flags = value;
        size = 0;
        sizeBytesLeft = (value & Zmtp.LONG) == 0 ? 1 : Long.BYTES;
        state = State.SIZE;
    }

    private void size(ByteBuffer in) throws ZmtpException {
        while (sizeBytesLeft > 0 && in.hasRemaining()) {
            size = size << Byte.SIZE | (in.get() & 0xff);
            sizeBytesLeft--;
        }
        if (sizeBytesLeft > 0) {
            return;
        }
        int max = (flags & Zmtp.COMMAND) == 0 ? maxFrameBytes : Math.min(maxFrameBytes, Zmtp.MAX_COMMAND_BYTES);
        if (size < 0 || size > max) {
            throw new ZmtpException(Long.toUnsignedString(size) + " bytes (expected: at most " + max + ")");
        }
        state = State.BODY;
        place.begin(in, (int) size, (flags & Zmtp.COMMAND) == 0);
    }

    /** Releases the place of a frame that will not be complete any more. */
    void close() {
        place.close();
    }

    private void command(byte[] body) throws ZmtpException {
        int nameEnd = body.length == 0 ? 0 : 1 + (body[0] & 0xff);
        String name = nameEnd == 0 || nameEnd > body.length
                ? ""
                : new String(body, 1, nameEnd - 1, StandardCharsets.US_ASCII);
        if (!established) {
            if (!name.equals(READY)) {
                throw new ZmtpException("the command '" + name + "' (expected: READY)");
            }
            ready(body, nameEnd);
            established = true;
        } else if (name.equals(PING) && body.length >= nameEnd + PING_TTL_BYTES) {
            int contextAt = nameEnd + PING_TTL_BYTES;
            int length = Math.min(Zmtp.MAX_PING_CONTEXT_BYTES, body.length - contextAt);
            byte[] pong = Arrays.copyOf("\4PONG".getBytes(StandardCharsets.US_ASCII), 5 + length);
            System.arraycopy(body, contextAt, pong, 5, length);
            answers.command(pong);
        }
        // Others mean nothing here, as RFC 37 lets them.
    }

    /**
     * Reads the properties of READY. Names are compared without regard to case (RFC 23, section "The READY Command").
     */
    private void ready(byte[] body, int at) throws ZmtpException {
        ByteBuffer in = ByteBuffer.wrap(body, at, body.length - at);
        String type = "";
        while (in.hasRemaining()) {
            String name = text(in, in.get() & 0xff);
            if (in.remaining() < Integer.BYTES) {
                throw new ZmtpException("READY is cut short");
            }
            String value = text(in, in.getInt());
            if (name.equalsIgnoreCase("Socket-Type")) {
                type = value;
            } else if (name.equalsIgnoreCase("Identity")) {
                choseId |= !value.isEmpty();
            }
        }
        if (!peerTypes.contains(type)) {
            throw new ZmtpException("a socket of type '" + type + "' (expected: one of " + peerTypes + ")");
        }
    }

    private static String text(ByteBuffer in, int length) throws ZmtpException {
        if (length < 0 || length > in.remaining()) {
            throw new ZmtpException("READY is cut short");
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}

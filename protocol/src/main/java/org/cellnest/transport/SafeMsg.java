package org.cellnest.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.io.Metadata;

/**
 * A frame as it comes off the network, made by {@link SafeMsgAllocator}; everything else in a pipe is JeroMQ's own, so
 * the class of a message tells a note from a forgery. Two things peers may not say are taken out of it:
 *
 * <p>MORE. JeroMQ's high-water mark counts messages, not frames, so a message without end would fill the heap.
 *
 * <p>In the metadata of the handshake (ZMTP 3.0, RFC 23, section "The READY command"), an Identity and a Peer-Address.
 * A ROUTER would use the first as the connection's address: a peer could announce 00 and four bytes, be taken for the
 * connection that is given those bytes later, and take it down on leaving. Without it each address is router-made.
 */
final class SafeMsg extends Msg {

    /** READY holds a socket type and an identity of at most 255 bytes; what a peer adds is kept with its connection. */
    private static final int MAX_METADATA_BYTES = 1_024;

    /** The name with its length, and a time to live of two bytes (ZMTP 3.1, RFC 37). */
    private static final int PING_BYTES = 7;

    private static final byte[] IDENTITY = "Identity".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PEER_ADDRESS = "Peer-Address".getBytes(StandardCharsets.US_ASCII);

    private final SafeMsgAllocator allocator;
    private boolean handedToDecoder;

    SafeMsg(int size, SafeMsgAllocator allocator) {
        super(size);
        this.allocator = allocator;
    }

    @Override
    public void setFlags(int flags) {
        super.setFlags(flags & ~MORE);
    }

    /**
     * JeroMQ reads on behind the name of a PING without asking whether there is anything. The exception can leave a
     * connection that is never read again, and never closed; so a command too short for a PING has no name.
     */
    @Override
    public byte get(int index) {
        return isCommand() && size() < PING_BYTES ? 0 : super.get(index);
    }

    /** Called for each whole frame after the handshake, with the one object that stands for its connection. */
    @Override
    public Msg setMetadata(@Nullable Metadata metadata) {
        if (metadata != null) {
            allocator.onFrame(metadata);
        }
        return super.setMetadata(metadata);
    }

    /**
     * Called first by the decoder, which fills the buffer, and again only by a mechanism that reads metadata from it:
     * JeroMQ does not ask whether the frame was flagged as a command, so neither can we.
     */
    @Override
    public ByteBuffer buf() {
        if (handedToDecoder) {
            clean(data());
        }
        handedToDecoder = true;
        return super.buf();
    }

    private void clean(byte[] metadata) {
        if (metadata.length > MAX_METADATA_BYTES) {
            // zeros are no property, so JeroMQ ends the connection
            Arrays.fill(metadata, (byte) 0);
            return;
        }
        for (int at = 0; at < metadata.length; at++) {
            if (startsWith(metadata, at, IDENTITY)) {
                metadata[at] = 'X';
                countIfChosen(metadata, at + IDENTITY.length);
            } else if (startsWith(metadata, at, PEER_ADDRESS)) {
                metadata[at] = 'X';
            }
        }
    }

    /** An identity's length, four bytes, follows its name; peers without one announce an empty one. */
    private void countIfChosen(byte[] metadata, int at) {
        for (int i = at; i < at + 4 && i < metadata.length; i++) {
            if (metadata[i] != 0) {
                allocator.onChosenId();
                return;
            }
        }
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] name) {
        if (bytes.length - at < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }
}

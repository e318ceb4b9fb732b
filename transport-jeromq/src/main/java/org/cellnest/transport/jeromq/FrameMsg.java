package org.cellnest.transport.jeromq;

import java.nio.charset.StandardCharsets;
import zmq.Msg;

/**
 * A message from a peer, on the heap and exactly as long as announced, so that its array can be handed on. Corrects
 * PINGs: a truncated one is no command, and none sets a timer.
 */
final class FrameMsg extends Msg {

    private static final byte[] PING = "\4PING".getBytes(StandardCharsets.US_ASCII);
    private static final int TTL_BYTES = 2;

    FrameMsg(int size) {
        super(size);
    }

    /**
     * Whether JeroMQ may act on the message as a command; see {@link #isOfTheProtocol} for all messages sent as
     * commands.
     */
    @Override
    public boolean isCommand() {
        return super.isCommand() && !isCutPing();
    }

    boolean isOfTheProtocol() {
        return super.isCommand();
    }

    /** Returns 0 as the time to live of a PING: the nest's own heartbeats detect silent peers. */
    @Override
    public int getShort(int offset) {
        return 0;
    }

    private boolean isCutPing() {
        if (size() < PING.length || size() >= PING.length + TTL_BYTES) {
            return false;
        }
        for (int i = 0; i < PING.length; i++) {
            if (get(i) != PING[i]) {
                return false;
            }
        }
        return true;
    }
}

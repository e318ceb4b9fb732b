package org.cellnest.transport.jeromq;

import java.nio.charset.StandardCharsets;
import zmq.Msg;

/**
 * A message of a stranger, on the heap and exactly as long as it says, so that its array can be handed on. What JeroMQ
 * would make of a PING that is cut short, or asks for a timer, is taken out of it here.
 */
final class FrameMsg extends Msg {

    private static final byte[] PING = "\4PING".getBytes(StandardCharsets.US_ASCII);
    private static final int TTL_BYTES = 2;

    FrameMsg(int size) {
        super(size);
    }

    /** Whether JeroMQ may act on it; see {@link #isOfTheProtocol} for what was sent as a command. */
    @Override
    public boolean isCommand() {
        return super.isCommand() && !isCutPing();
    }

    boolean isOfTheProtocol() {
        return super.isCommand();
    }

    /** The time to live of a PING is none: who falls silent is noticed by heartbeats of the nest's own. */
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

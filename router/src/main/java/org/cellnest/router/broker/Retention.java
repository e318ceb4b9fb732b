package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;

/** The bytes of dispatched requests that are kept in case their cell refuses them, bounded. */
final class Retention {
    private final long maxBytes;
    private long bytes;

    Retention(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long bytes() {
        return bytes;
    }

    /** Keeps what was dispatched, or lets go of it if there is no room. */
    void retain(Exchange exchange, WireRecord dispatched) {
        int length = dispatched.length();
        if (bytes + length > maxBytes) {
            exchange.keep(null);
            return;
        }
        exchange.keep(dispatched.isWholeFrame() ? dispatched : dispatched.copy());
        exchange.retainedBytes = length;
        bytes += length;
    }

    /** The exchange's bytes count no longer; whether they are still needed is another's matter. */
    void release(Exchange exchange) {
        bytes -= exchange.retainedBytes;
        exchange.retainedBytes = 0;
    }
}

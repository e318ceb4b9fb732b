package org.cellnest.router.broker;

import org.cellnest.protocol.WireRecord;

/**
 * Keeps the bytes of dispatched requests, within a bound, in case their cell refuses them. Used by the broker's thread
 * alone.
 */
final class Retention {
    private final long maxBytes;
    private long bytes;

    Retention(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long bytes() {
        return bytes;
    }

    /** Keeps the bytes of a dispatched request, or drops them if there is no room. */
    void retain(Exchange exchange, WireRecord dispatched) {
        int length = dispatched.length();
        if (bytes + length > maxBytes) {
            exchange.retain(null);
            return;
        }
        exchange.retain(dispatched.isWholeFrame() ? dispatched : dispatched.copy());
        bytes += length;
    }

    /** Frees the exchange's share of the retention; the caller decides whether the bytes are still needed. */
    void release(Exchange exchange) {
        bytes -= exchange.release();
    }
}

package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.WireRecord;

/**
 * Keeps the bytes of dispatched requests, within a bound, in case their cell refuses them. Bodies in chunks are held, and
 * released when the turn has ended: a request that was taken back may be on its way to another cell by then. Used by the
 * broker's thread alone.
 */
final class Retention {
    private final long maxBytes;
    /** The holds that end with this turn. */
    private final List<Bytes> released = new ArrayList<>();

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
        boolean standsAlone = dispatched.isWholeFrame() || dispatched.detachedBody() != null;
        exchange.retain(standsAlone ? dispatched : dispatched.copy());
        bytes += length;
    }

    /** Frees the exchange's share of the retention; the caller decides whether the bytes are still needed. */
    void release(Exchange exchange) {
        Bytes held = exchange.takeHeldBody();
        if (held != null) {
            released.add(held);
        }
        bytes -= exchange.release();
    }

    /** Ends the holds that were released in a turn, whose records have been sent. */
    void onTurnEnd() {
        if (!released.isEmpty()) {
            released.forEach(Bytes::release);
            released.clear();
        }
    }
}

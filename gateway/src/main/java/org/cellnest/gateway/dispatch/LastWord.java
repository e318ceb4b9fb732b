package org.cellnest.gateway.dispatch;

import org.cellnest.protocol.Flags;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/** Decides which record of an exchange is the last that comes, so that its slot is free. Stateless. */
final class LastWord {
    private LastWord() {}

    /** Whether a record of a known id concerns a body that flows, or does not end its exchange. */
    static boolean isOfFlow(InFlightRequests<PendingRequest> open, WireRecord record) {
        MessageType type = record.type();
        return type == MessageType.DATA
                || type == MessageType.CREDIT
                || type == MessageType.RESET
                || open.isLasting(record.exchange())
                || (type == MessageType.REPLY && record.has(Flags.MORE));
    }

    /**
     * Whether nothing comes after a record.
     *
     * @param reset the record, if it is a RESET
     * @param lasting whether the REQUEST had MORE, so that the router says when the exchange is over
     */
    static boolean is(WireRecord record, @Nullable Reset reset, boolean lasting) {
        if (reset != null) {
            return reset.directions() == Reset.BOTH || (!lasting && reset.directions() == Reset.MINE);
        }
        MessageType type = record.type();
        boolean endsAnswer = (type == MessageType.REPLY || type == MessageType.DATA) && !record.has(Flags.MORE);
        return type == MessageType.REFUSE || (endsAnswer && !lasting);
    }
}

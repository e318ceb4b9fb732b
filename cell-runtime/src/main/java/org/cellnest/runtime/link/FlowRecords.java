package org.cellnest.runtime.link;

import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/** Hands records of bodies that flow to their exchanges. Stateless; for the receiving thread. */
final class FlowRecords {
    private FlowRecords() {}

    static boolean isOne(@Nullable MessageType type) {
        return type == MessageType.DATA || type == MessageType.CREDIT || type == MessageType.RESET;
    }

    /**
     * Hands a record on.
     *
     * @return false: there is no such exchange, as a rule since the record has crossed its end
     * @throws ProtocolException if the record is malformed
     */
    static boolean take(SessionExchanges session, WireRecord record) throws ProtocolException {
        FlowingExchange flow = session.flow(record.exchange());
        if (flow == null) {
            return false;
        }
        MessageType type = record.type();
        if (type == MessageType.DATA) {
            flow.onData(record);
        } else if (type == MessageType.CREDIT) {
            flow.onCredit(record.creditLimit());
        } else {
            flow.onReset((Reset) MessageCodec.decode(record));
        }
        return true;
    }
}

package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.Cancel;
import org.cellnest.protocol.Describe;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Reset;
import org.cellnest.protocol.WireRecord;

/**
 * Splits the frames of connections into records and hands each record to its handler. A record that its sender must not
 * send ends the session; the connection of an unidentified peer is rejected and ignored. Used by the broker's thread
 * alone.
 */
final class Inbox {
    private final Limits limits;
    private final Membership members;
    private final Exchanges exchanges;
    private final DescribeResponder describeResponder;
    private final BrokerEvents events;
    private final BrokerCounters counters;
    private final BrokerMetrics metrics;

    Inbox(
            Limits limits,
            Membership members,
            Exchanges exchanges,
            DescribeResponder describeResponder,
            BrokerEvents events,
            BrokerCounters counters,
            BrokerMetrics metrics) {
        this.limits = limits;
        this.members = members;
        this.exchanges = exchanges;
        this.describeResponder = describeResponder;
        this.events = events;
        this.counters = counters;
        this.metrics = metrics;
    }

    void onFrame(int connectionId, Bytes frame, long nowNs) {
        Connection connection = members.sessions().connection(connectionId);
        if (connection.isClosed()) {
            counters.onIgnoredFrame();
            return;
        }
        Session session = connection.session();
        if (session != null) {
            session.onHeard(nowNs);
            metrics.onReceived(session.kind, frame.length());
        }
        List<WireRecord> records;
        try {
            records = Batch.parse(frame, limits, type -> counters.onUnknownType());
        } catch (ProtocolException e) {
            members.onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
            return;
        }
        for (WireRecord record : records) {
            if (connection.isClosed()) {
                return;
            }
            try {
                onRecord(connection, record, nowNs);
            } catch (ProtocolException e) {
                members.onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
                return;
            }
        }
    }

    private void onRecord(Connection connection, WireRecord record, long nowNs) throws ProtocolException {
        Session session = connection.session();
        MessageType type = record.type();
        if (type == null) {
            return;
        }
        if (session == null) {
            onStranger(connection, type, record, nowNs);
            return;
        }
        switch (type) {
            case REQUEST -> onRequest(asGateway(session, type), connection, record, nowNs);
            case CANCEL -> {
                Cancel cancel = (Cancel) MessageCodec.decode(record);
                exchanges.cancel(asGateway(session, type), record.exchange(), cancel.reason(), nowNs);
            }
            case REPLY -> exchanges.reply(asCell(session, type), connection.id, record, nowNs);
            case DATA -> {
                if (session instanceof GatewaySession gateway) {
                    exchanges.streams().onData(gateway, record, nowNs);
                } else {
                    exchanges.streams().onData(asCell(session, type), record, nowNs);
                }
            }
            case CREDIT -> {
                if (session instanceof GatewaySession gateway) {
                    exchanges.streams().onCredit(gateway, record, nowNs);
                } else {
                    exchanges.streams().onCredit(asCell(session, type), record, nowNs);
                }
            }
            case RESET -> onReset(session, record, (Reset) MessageCodec.decode(record), nowNs);
            case REFUSE -> exchanges.refuse(asCell(session, type), record, (Refuse) MessageCodec.decode(record), nowNs);
            case HEARTBEAT -> onHeartbeat(session, (Heartbeat) MessageCodec.decode(record), nowNs);
            case DRAIN -> onDrain(session, connection);
            case GOODBYE -> members.end(session, ErrorCode.GOODBYE, "it said goodbye", nowNs);
            case REGISTER -> members.routerHandshakes().onRegister(connection, record, nowNs);
            case ROUTES -> members.routerHandshakes().onRoutes(connection, record, nowNs);
            case DESCRIBE ->
                describeResponder.onDescribe(asGateway(session, type), (Describe) MessageCodec.decode(record));
            case HELLO, WELCOME, REJECT, CHALLENGE, JOIN, PROVE, DESCRIPTION, DEADLINE, LOG_LEVEL ->
                throw unexpected(session, type);
        }
    }

    private void onStranger(Connection connection, MessageType type, WireRecord record, long nowNs)
            throws ProtocolException {
        boolean begun = connection.handshake() != null;
        switch (type) {
            case REGISTER -> {
                if (begun) {
                    throw new ProtocolException(ErrorCode.UNEXPECTED, "REGISTER before WELCOME (expected: one)");
                }
                members.routerHandshakes().onRegister(connection, record, nowNs);
            }
            case JOIN -> {
                if (begun) {
                    throw new ProtocolException(ErrorCode.UNEXPECTED, "JOIN before WELCOME (expected: one)");
                }
                members.routerHandshakes().onJoin(connection, record, nowNs);
            }
            case ROUTES -> members.routerHandshakes().onRoutes(connection, record, nowNs);
            case PROVE -> members.routerHandshakes().onProve(connection, (Prove) MessageCodec.decode(record), nowNs);
            case HEARTBEAT, GOODBYE -> counters.onIgnoredFrame();
            default ->
                throw new ProtocolException(
                        ErrorCode.UNEXPECTED, type + " on a lane without a session (expected: REGISTER or JOIN)");
        }
    }

    private void onRequest(GatewaySession gateway, Connection by, WireRecord record, long nowNs)
            throws ProtocolException {
        if (!gateway.isFree(record.exchange())) {
            throw new ProtocolException(
                    ErrorCode.UNEXPECTED,
                    "REQUEST in slot " + ExchangeId.slot(record.exchange()) + " (expected: a free one below "
                            + gateway.maxOutstanding + ")");
        }
        Outbox lane = by.outbox();
        Outbox answers = lane == null ? gateway.outbox : lane;
        if (members.isDraining()) {
            exchanges.refuseNew(answers, record, ErrorCode.DRAINING, "the router is going away");
        } else {
            exchanges.submit(gateway, answers, record, nowNs);
        }
    }

    private void onReset(Session session, WireRecord record, Reset reset, long nowNs) throws ProtocolException {
        if (session instanceof GatewaySession gateway) {
            exchanges.streams().onReset(gateway, reset, nowNs);
        } else {
            CellSession cell = asCell(session, MessageType.RESET);
            exchanges.streams().onReset(cell, record, reset, nowNs);
            exchanges.serveParked(cell, nowNs);
        }
    }

    private void onDrain(Session session, Connection connection) {
        if (session instanceof GatewaySession) {
            connection.onDrained();
        } else if (session.startDraining()) {
            events.onDraining(session.kind, session.peerId);
        }
    }

    private void onHeartbeat(Session session, Heartbeat heartbeat, long nowNs) {
        session.onHeartbeat(heartbeat);
        if (session instanceof CellSession cell) {
            // It may be asked again for what it refused before.
            exchanges.serveParked(cell, nowNs);
        }
    }

    private static GatewaySession asGateway(Session session, MessageType type) throws ProtocolException {
        if (session instanceof GatewaySession gateway) {
            return gateway;
        }
        throw unexpected(session, type);
    }

    private static CellSession asCell(Session session, MessageType type) throws ProtocolException {
        if (session instanceof CellSession cell) {
            return cell;
        }
        throw unexpected(session, type);
    }

    private static ProtocolException unexpected(Session session, MessageType type) {
        return new ProtocolException(ErrorCode.UNEXPECTED, type + " from " + session + " (expected: never)");
    }
}

package org.cellnest.router.broker;

import java.util.Arrays;
import org.cellnest.protocol.ExchangeId;
import org.cellnest.protocol.Register;
import org.jspecify.annotations.Nullable;

/** A gateway's session: holds its outstanding requests by slot. Used by the broker's thread alone. */
final class GatewaySession extends Session {
    final int maxOutstanding;
    /** Whether a DESCRIBE of the gateway is unanswered. */
    private boolean describing;

    private @Nullable Exchange[] exchanges = new @Nullable Exchange[64];
    private int outstanding;

    GatewaySession(String id, long number, Register register, PrimaryLane primary, int maxOutstanding, long nowNs) {
        super(id, number, register, primary, nowNs);
        this.maxOutstanding = maxOutstanding;
    }

    @Override
    Outbox newLaneOutbox(int connection) {
        return new Outbox(this, connection);
    }

    /** Begins a DESCRIBE; returns false while another one is unanswered. */
    boolean startDescribing() {
        boolean begins = !describing;
        describing = true;
        return begins;
    }

    /** Ends a DESCRIBE with its DESCRIPTION. */
    void onDescribed() {
        describing = false;
    }

    int outstanding() {
        return outstanding;
    }

    /** Whether an id's slot is free and within the number granted. */
    boolean isFree(long exchangeId) {
        int slot = ExchangeId.slot(exchangeId);
        return slot < maxOutstanding && (slot >= exchanges.length || exchanges[slot] == null);
    }

    /** Adds a REQUEST, whose slot is free. */
    void add(Exchange exchange) {
        int slot = ExchangeId.slot(exchange.gatewayExchange);
        if (slot >= exchanges.length) {
            exchanges = Arrays.copyOf(exchanges, Math.min(maxOutstanding, Math.max(slot + 1, exchanges.length * 2)));
        }
        exchanges[slot] = exchange;
        outstanding++;
        countRequest();
    }

    /** Returns the exchange of an id, or null if the id is stale or was never given out. */
    @Nullable
    Exchange get(long exchangeId) {
        int slot = ExchangeId.slot(exchangeId);
        Exchange exchange = slot < exchanges.length ? exchanges[slot] : null;
        return exchange != null && exchange.gatewayExchange == exchangeId ? exchange : null;
    }

    void remove(Exchange exchange) {
        int slot = ExchangeId.slot(exchange.gatewayExchange);
        if (exchanges[slot] == exchange) {
            exchanges[slot] = null;
            outstanding--;
        }
    }

    /** Returns a bound of the slots that have been in use: all are below it. */
    int slots() {
        return exchanges.length;
    }

    /** Returns the exchange of a slot below {@link #slots}, or null if the slot is free. */
    @Nullable
    Exchange at(int slot) {
        return exchanges[slot];
    }
}

package org.cellnest.router.broker;

import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;

/** Sessions without a broker. */
final class SessionFixture {
    private SessionFixture() {}

    static GatewaySession gateway() {
        return new GatewaySession("session", 1, register(PeerKind.GATEWAY), primary(1), 64, 0);
    }

    static CellSession cell(int connection) {
        return new CellSession("session", 1, register(PeerKind.CELL), primary(connection), 0);
    }

    private static PrimaryLane primary(int connection) {
        return new PrimaryLane(connection, "", "");
    }

    private static Register register(PeerKind kind) {
        return Register.of(kind, "id", "1").concurrency(4).build();
    }
}

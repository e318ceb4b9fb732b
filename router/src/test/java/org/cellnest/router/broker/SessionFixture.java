package org.cellnest.router.broker;

import java.util.List;
import java.util.Map;
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
        return new Register(kind, "id", "1", 1, 4, 1, Map.of(), List.of(), 0, null);
    }
}

package org.cellnest.router.broker;

import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;

/** Creates sessions and exchanges without a broker. */
final class BrokerBenchFixture {
    private BrokerBenchFixture() {}

    static GatewaySession gateway() {
        return new GatewaySession("session", 1, register(PeerKind.GATEWAY), primary(1), 1 << 14, 0);
    }

    static CellSession cell() {
        return new CellSession("session", 2, register(PeerKind.CELL), primary(2), 0);
    }

    static RouteInfo info(PathTemplate template) {
        return new RouteInfo("bench", 1, template.toString(), List.of("GET"), 0, null, false, "", List.of());
    }

    /** Returns a standing claim, without a route. */
    static Claim claim(CellSession cell) {
        Claim claim = new Claim(cell, "bench", "1");
        claim.stand();
        return claim;
    }

    private static PrimaryLane primary(int connection) {
        return new PrimaryLane(connection, "", "");
    }

    private static Register register(PeerKind kind) {
        return Register.of(kind, "id", "1").concurrency(256).build();
    }

    static Exchange exchange(GatewaySession gateway) {
        Request request = new Request(
                1,
                0,
                5_000,
                0,
                "GET",
                false,
                HttpVersion.HTTP_1_1,
                "/api/hello/billy",
                "age=12",
                Fields.of("host", "localhost"),
                Slice.EMPTY);
        return new Exchange(gateway, gateway.outbox, MessageCodec.record(request), "GET", request.path(), 0, 0, 1, 1);
    }
}

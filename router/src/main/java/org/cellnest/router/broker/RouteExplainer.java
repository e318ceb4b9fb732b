package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.router.snapshot.CellState;
import org.cellnest.router.snapshot.RoutingDecision;
import org.jspecify.annotations.Nullable;

/** Predicts the broker's decision on a request, without a change of state. Used on the broker's thread. */
public final class RouteExplainer {
    private RouteExplainer() {}

    public static RoutingDecision of(Broker broker, String method, String path, long nowNs) {
        Route route = broker.table().find(path, method, true);
        List<String> allowed = List.copyOf(broker.table().methodsAt(path, true));
        Route inner = route == null ? broker.table().find(path, method, false) : null;
        long timeoutNs = broker.requestTimeoutNs();
        if (route != null && route.timeoutNs() > 0) {
            timeoutNs = Math.min(timeoutNs, route.timeoutNs());
        }
        Boolean declared = route == null ? null : route.idempotent();
        return new RoutingDecision(
                route == null ? null : SnapshotWalk.see(route),
                inner == null ? null : SnapshotWalk.see(inner),
                allowed,
                route == null ? List.of() : candidates(route),
                route == null ? null : pick(route),
                declared == null ? HttpMethod.isIdempotent(method) : declared,
                timeoutNs,
                broker.isReady(),
                route != null && route.isWorthWaitingFor(nowNs));
    }

    private static List<RoutingDecision.Candidate> candidates(Route route) {
        List<RoutingDecision.Candidate> candidates = new ArrayList<>();
        for (ServingCell servingCell : route.servers) {
            if (candidates.size() == RoutingDecision.MAX_CANDIDATES) {
                break;
            }
            if (!servingCell.stands()) {
                continue;
            }
            CellSession cell = servingCell.cell();
            CellState state = SnapshotWalk.state(cell);
            candidates.add(new RoutingDecision.Candidate(
                    cell.peerId,
                    state,
                    cell.weight(),
                    cell.concurrency(),
                    cell.inFlight(),
                    servingCell.load().hasRoom(),
                    servingCell.load().isFull() ? servingCell.load().inFlight() : 0));
        }
        return candidates;
    }

    private static @Nullable String pick(Route route) {
        ServingCell servingCell = Balancer.best(route, null);
        return servingCell == null ? null : servingCell.cell().peerId;
    }
}

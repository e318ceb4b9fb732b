package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.JarFailure;
import org.cellnest.router.snapshot.CellSnapshot;
import org.cellnest.router.snapshot.CellState;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RouteSnapshot;
import org.cellnest.router.snapshot.RouterSnapshot;
import org.cellnest.telemetry.HistogramCounts;

/**
 * Reads the whole state of the broker in pieces, so that requests are served between them. Each session, deployment of
 * a session and route is a unit; a piece ends at the session or route with which it reaches {@value #UNITS} units.
 * Changes between the pieces may or may not be seen. {@link #next} belongs to the broker's thread; any thread may use
 * the result.
 */
public final class SnapshotWalk {
    static final int UNITS = 128;

    private static final int CLASSES = 6;

    private final boolean withRoutes;
    private final long atNs;
    private final long atEpochMs;
    private final List<CellSnapshot> cells = new ArrayList<>();
    private final List<GatewaySnapshot> gateways = new ArrayList<>();
    private final List<RouteSnapshot> routes = new ArrayList<>();
    private long lastSession;
    private long lastRoute;
    private boolean sessionsSeen;
    private int pieces;
    private int mostUnits;
    private long brokerNs;
    private long longestNs;

    /** @param withRoutes whether routes are read, or sessions alone */
    public SnapshotWalk(boolean withRoutes, long atNs, long atEpochMs) {
        this.withRoutes = withRoutes;
        this.atNs = atNs;
        this.atEpochMs = atEpochMs;
    }

    /** Reads the next piece; returns whether it was the last. */
    public boolean next(Broker broker) {
        boolean last;
        int units;
        if (sessionsSeen) {
            units = seeRoutes(broker.table().createdAfter(lastRoute).iterator());
            last = units < UNITS;
        } else {
            units = seeSessions(broker.sessions().begunAfter(lastSession).iterator());
            if (sessionsSeen) {
                broker.operatorDecisions().kicks().forEach((id, kick) -> cells.add(away(id, kick)));
            }
            last = sessionsSeen && !withRoutes;
        }
        pieces++;
        mostUnits = Math.max(mostUnits, units);
        return last;
    }

    private int seeSessions(Iterator<Session> sessions) {
        int units = 0;
        while (units < UNITS && sessions.hasNext()) {
            units += see(sessions.next());
        }
        sessionsSeen = !sessions.hasNext();
        return units;
    }

    private int seeRoutes(Iterator<Route> known) {
        int units = 0;
        while (units < UNITS && known.hasNext()) {
            Route route = known.next();
            lastRoute = route.id;
            if (route.isKnown()) {
                routes.add(see(route));
            }
            units++;
        }
        return units;
    }

    /** Records the duration of a piece. */
    public void took(long ns) {
        brokerNs += ns;
        longestNs = Math.max(longestNs, ns);
    }

    int pieces() {
        return pieces;
    }

    int mostUnits() {
        return mostUnits;
    }

    /** Returns the snapshot, once all pieces are read. */
    public NestSnapshot seen(RouterSnapshot router) {
        return new NestSnapshot(
                atNs,
                atEpochMs,
                pieces,
                brokerNs,
                longestNs,
                router,
                List.copyOf(cells),
                List.copyOf(gateways),
                List.copyOf(routes));
    }

    private int see(Session session) {
        lastSession = session.number;
        if (session instanceof CellSession cell) {
            cells.add(see(cell));
            return 1 + cell.announced().size();
        }
        if (session instanceof GatewaySession gateway) {
            gateways.add(see(gateway));
        }
        return 1;
    }

    public static CellSnapshot see(CellSession cell) {
        List<CellSnapshot.Deployment> deployments =
                new ArrayList<>(cell.announced().size());
        int routes = 0;
        for (Map.Entry<String, AnnouncedDeployment> entry : cell.announced().entrySet()) {
            Claim claim = cell.claim(entry.getKey());
            int count = claim == null ? 0 : claim.routes().size();
            routes += count;
            AnnouncedDeployment announcedDeployment = entry.getValue();
            deployments.add(new CellSnapshot.Deployment(
                    announcedDeployment.info(), announcedDeployment.verdict(), announcedDeployment.sinceNs(), count));
        }
        return new CellSnapshot(
                cell.peerId,
                cell.incarnation,
                cell.id,
                state(cell),
                cell.sinceNs,
                cell.address,
                cell.key,
                cell.registered().labels(),
                cell.weight(),
                cell.concurrency(),
                cell.inFlight(),
                cell.lastHeartbeat().running(),
                cell.lastHeartbeat().waiting(),
                cell.lastHeartbeat().oldestMs(),
                cell.heardNs(),
                routes,
                cell.requests(),
                cell.lastHeartbeat().counters(),
                deployments,
                cell.registered().failures());
    }

    static CellState state(CellSession cell) {
        if (cell.isDrained()) {
            return CellState.DRAINED;
        }
        if (cell.isDraining()) {
            return CellState.DRAINING;
        }
        if (cell.missedPeriods() > 0) {
            return CellState.SILENT;
        }
        if (cell.isBlocked()) {
            return CellState.BLOCKED;
        }
        return cell.hasRoom() ? CellState.SERVING : CellState.FULL;
    }

    private static CellSnapshot away(String id, OperatorDecisions.Kick kick) {
        List<CellSnapshot.Deployment> none = List.of();
        List<JarFailure> noFailures = List.of();
        return new CellSnapshot(
                id,
                kick.incarnation(),
                "",
                CellState.KICKED,
                kick.sinceNs(),
                "",
                "",
                Map.of(),
                0,
                0,
                0,
                0,
                0,
                0,
                kick.sinceNs(),
                0,
                0,
                Map.of(),
                none,
                noFailures);
    }

    private static GatewaySnapshot see(GatewaySession gateway) {
        return new GatewaySnapshot(
                gateway.peerId,
                gateway.incarnation,
                gateway.id,
                gateway.sinceNs,
                gateway.address,
                gateway.key,
                gateway.registered().http(),
                gateway.registered().httpKey(),
                gateway.registered().version(),
                gateway.connections().size(),
                gateway.outstanding(),
                gateway.maxOutstanding,
                gateway.heardNs(),
                gateway.isDraining(),
                gateway.requests(),
                gateway.lastHeartbeat().counters());
    }

    /**
     * Returns the route's latest snapshot if it is unchanged, else a new one. A large nest is mostly idle, and garbage
     * is costly.
     */
    static RouteSnapshot see(Route route) {
        RouteSnapshot last = route.lastSnapshot();
        if (last != null && isStill(route, last)) {
            return last;
        }
        RouteSnapshot seen = anew(route);
        route.keepSnapshot(seen);
        return seen;
    }

    private static boolean isStill(Route route, RouteSnapshot last) {
        if (!last.info().equals(route.info())
                || last.cellCount() != route.serverCount()
                || last.parked() != route.parked.size()
                || last.requests() != route.metrics.requests()) {
            return false;
        }
        int listed = 0;
        for (int i = 0; i < route.servers.size() && listed < last.cells().size(); i++) {
            ServingCell servingCell = route.servers.get(i);
            if (servingCell.stands() && !last.cells().get(listed++).equals(servingCell.cell().peerId)) {
                return false;
            }
        }
        return true;
    }

    private static List<String> cellsOf(Route route) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < route.servers.size() && cells.size() < RouteSnapshot.MAX_CELLS; i++) {
            if (route.servers.get(i).stands()) {
                cells.add(route.servers.get(i).cell().peerId);
            }
        }
        return cells;
    }

    private static RouteSnapshot anew(Route route) {
        HistogramCounts durations = route.metrics.durations();
        Long[] answers = new Long[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            answers[i] = route.metrics.count(i);
        }
        return new RouteSnapshot(
                route.id,
                route.key.method(),
                route.template,
                route.info(),
                List.copyOf(cellsOf(route)),
                route.serverCount(),
                route.parked.size(),
                Arrays.asList(answers),
                durations.sumNs(),
                durations.quantileNs(0.99),
                route.sinceNs);
    }

    public static RouterSnapshot router(BrokerStatus status) {
        return new RouterSnapshot(
                status.ready(),
                status.draining(),
                status.cells(),
                status.gateways(),
                status.routes(),
                status.inFlight(),
                status.parked(),
                status.parkedBytes(),
                status.retainedBytes(),
                status.connections(),
                new LinkedHashMap<>(status.counters().byName()));
    }
}

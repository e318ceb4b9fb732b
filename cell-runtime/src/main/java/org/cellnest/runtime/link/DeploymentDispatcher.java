package org.cellnest.runtime.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.WireRecord;
import org.cellnest.runtime.deploy.Deployment;
import org.cellnest.runtime.deploy.RouteIndex;
import org.cellnest.runtime.handler.Execution;
import org.cellnest.telemetry.trace.Tracer;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests to the deployments of their routes, a batch at a time, and refuses those that find no room. The
 * receiving thread of each router's link calls it; every method returns at once.
 */
public final class DeploymentDispatcher {
    private final Supplier<RouteIndex> routes;
    private final Concurrency concurrency;
    private final CellStreams streams;
    private final String cellId;
    private final Clock clock;
    private final @Nullable Tracer tracer;

    /** @param tracer null: no traces are made */
    public DeploymentDispatcher(
            Supplier<RouteIndex> routes,
            Concurrency concurrency,
            CellStreams streams,
            String cellId,
            Clock clock,
            @Nullable Tracer tracer) {
        this.routes = routes;
        this.concurrency = concurrency;
        this.streams = streams;
        this.cellId = cellId;
        this.clock = clock;
        this.tracer = tracer;
    }

    /** Begins the requests of a batch that have a route and room, and refuses the others. */
    void dispatch(SessionExchanges session, List<WireRecord> records) {
        RouteIndex index = routes.get();
        Map<Deployment, List<RequestInFlight>> byDeployment = new LinkedHashMap<>();
        for (WireRecord record : records) {
            RequestInFlight request = begin(session, MessageCodec.request(record), index);
            if (request != null) {
                byDeployment
                        .computeIfAbsent(request.deployment(), deployment -> new ArrayList<>())
                        .add(request);
            }
        }
        byDeployment.forEach(DeploymentDispatcher::submit);
    }

    /** Counts the requests of all routers that wait for a thread. Any thread. */
    int waiting() {
        return routes.get().waiting();
    }

    /** Refuses requests without a look at their routes. */
    void refuseAll(SessionExchanges session, List<WireRecord> records, ErrorCode code, String reason) {
        for (WireRecord record : records) {
            session.refuse(record.exchange(), code, reason);
        }
    }

    private @Nullable RequestInFlight begin(SessionExchanges session, Request request, RouteIndex index) {
        Deployment deployment = index.find(request.route());
        if (deployment == null || !deployment.enter()) {
            session.refuse(request.exchange(), ErrorCode.NO_ROUTE, "no route " + request.route());
            return null;
        }
        if (request.has(Flags.MORE)) {
            return beginStream(session, request, deployment);
        }
        if (!concurrency.tryAcquire()) {
            deployment.exit();
            session.refuse(request.exchange(), ErrorCode.BUSY, "the cell runs as much as it may");
            return null;
        }
        RequestInFlight begun =
                new RequestInFlight(session, deployment, concurrency, streams, cellId, request, clock, tracer);
        if (!session.begin(begun)) {
            concurrency.release();
            deployment.exit();
            session.end(ErrorCode.UNEXPECTED, "REQUEST on an exchange that is in use");
            return null;
        }
        return begun;
    }

    /** Begins a request whose body flows. It counts as a stream, and not against the concurrency. */
    private @Nullable RequestInFlight beginStream(SessionExchanges session, Request request, Deployment deployment) {
        String obstacle = null;
        if (!streams.tryOpen()) {
            obstacle = "the cell has as many streams as it may: cell.max-streams, " + streams.most();
        } else if (!streams.budget().tryAdmit()) {
            streams.close();
            obstacle = "all bytes that may be on their way are promised: cell.stream-bytes, "
                    + streams.budget().total();
        }
        if (obstacle != null) {
            deployment.exit();
            session.refuse(request.exchange(), ErrorCode.BUSY, obstacle);
            return null;
        }
        RequestInFlight begun =
                new RequestInFlight(session, deployment, concurrency, streams, cellId, request, clock, tracer);
        if (!session.begin(begun)) {
            begun.abandon();
            session.end(ErrorCode.UNEXPECTED, "REQUEST on an exchange that is in use");
            return null;
        }
        if (!begun.join()) {
            begun.refuse(ErrorCode.DRAINING, "the deployment is closed");
            return null;
        }
        return begun;
    }

    private static void submit(Deployment deployment, List<RequestInFlight> requests) {
        List<Execution> executions =
                requests.stream().map(RequestInFlight::execution).toList();
        List<Execution> refused = deployment.executor().submit(executions);
        // The refused requests are the last ones.
        for (RequestInFlight request : requests.subList(requests.size() - refused.size(), requests.size())) {
            boolean suspended = deployment.executor().isSuspended();
            request.refuse(
                    ErrorCode.BUSY,
                    suspended
                            ? "too many handlers of the deployment are stuck"
                            : "the deployment runs as much as it may");
        }
    }
}

package org.cellnest.router.control;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.cellnest.protocol.LogLevel;
import org.cellnest.router.snapshot.CellRoutes;
import org.cellnest.router.snapshot.CellSnapshot;
import org.cellnest.router.snapshot.NestSnapshot;
import org.cellnest.router.snapshot.RoutingDecision;

/**
 * Passes requests and commands of the control plane to the broker. Any thread may call. Stages complete on a thread of
 * the control plane, and fail with {@link org.cellnest.process.ops.OpsException} if a request cannot be served.
 */
public interface NestControl {
    /** Returns a snapshot of the nest, at most a second old, which concurrent requests share. */
    CompletionStage<NestSnapshot> snapshot();

    /**
     * Returns a snapshot like {@link #snapshot}, without the routes, whose cost a request of every second should not
     * have.
     */
    CompletionStage<NestSnapshot> peersSnapshot();

    /** Returns the first routes of a cell, with the cell as in {@link NestSnapshot}; 404 if there is no such cell. */
    CompletionStage<CellRoutes> routesOf(String cellId);

    /** Returns the ids of all routes that a cell serves; 404 if there is no such cell. */
    CompletionStage<Set<Long>> routeIdsOf(String cellId);

    /**
     * Stops new requests to a cell: 404 if there is none, 409 if it is drained already or was evicted.
     *
     * @param evenLast false: 412 if no other cell takes requests for one of its routes
     * @return the cell after the change
     */
    CompletionStage<CellSnapshot> drain(String cellId, boolean evenLast);

    /**
     * Revokes a drain or a kick: 409 if there is neither.
     *
     * @return the cell after the change, empty if it is not connected
     */
    CompletionStage<Optional<CellSnapshot>> resume(String cellId);

    /**
     * Evicts a cell, until it is resumed or its process is started again: 404 if there is none, 409 if it is evicted
     * already.
     *
     * @param evenLast as for {@link #drain}
     * @return the number of requests it had in flight
     */
    CompletionStage<Integer> kick(String cellId, boolean evenLast);

    /**
     * Changes the log level of a deployment on the cells that serve it: 404 if there are none.
     *
     * @return the ids of the cells that are notified; the cells report the result
     */
    CompletionStage<List<String>> changeLogLevel(LogLevel change);

    /**
     * Predicts the outcome of a request.
     *
     * @param method its method
     * @param path decoded
     */
    CompletionStage<RoutingDecision> judge(String method, String path);
}

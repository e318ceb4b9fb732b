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
 * What the control plane asks and tells the broker. Any thread; stages complete on a thread of the control plane, and fail
 * with {@link org.cellnest.process.ops.OpsException} where what is asked for cannot be.
 */
public interface NestControl {
    /** What there is: seen at most a second ago, and shared by all who ask meanwhile. */
    CompletionStage<NestSnapshot> snapshot();

    /** As {@link #snapshot}, without the routes: what is asked for every second should not cost as much as they do. */
    CompletionStage<NestSnapshot> peersSnapshot();

    /** The routes of a cell, the first of them, as {@link NestSnapshot} has them; 404 if there is no such cell. */
    CompletionStage<CellRoutes> routesOf(String cellId);

    /** The ids of all routes that a cell serves; 404 if there is no such cell. */
    CompletionStage<Set<Long>> routeIdsOf(String cellId);

    /**
     * Has a cell get nothing new: 404 if there is none, 409 if it is drained already or was sent away.
     *
     * @param evenLast false: 412 where no other cell takes requests for a route of it
     * @return how it is now
     */
    CompletionStage<CellSnapshot> drain(String cellId, boolean evenLast);

    /**
     * Takes back a drain or a kick: 409 if there is neither.
     *
     * @return how the cell is now, empty if it is not here
     */
    CompletionStage<Optional<CellSnapshot>> resume(String cellId);

    /**
     * Sends a cell away, until it is resumed or its process is started again: 404 if there is none, 409 if it is away.
     *
     * @param evenLast as for {@link #drain}
     * @return how many requests it had in flight
     */
    CompletionStage<Integer> kick(String cellId, boolean evenLast);

    /**
     * Has the cells that serve a deployment log what it says from another level on: 404 if there are none.
     *
     * @return the ids of the cells that are told; what becomes of it they report
     */
    CompletionStage<List<String>> changeLogLevel(LogLevel change);

    /**
     * What would become of a request.
     *
     * @param method its method
     * @param path decoded
     */
    CompletionStage<RoutingDecision> judge(String method, String path);
}

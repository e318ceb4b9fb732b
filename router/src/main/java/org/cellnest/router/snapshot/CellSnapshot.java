package org.cellnest.router.snapshot;

import java.util.List;
import java.util.Map;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.JarFailure;

/**
 * A cell as the broker knows it at one moment.
 *
 * @param session empty for a cell that was evicted and has none
 * @param address the remote address of its connection, {@code HOST:PORT}, or empty
 * @param key the name of the key that it proved to hold, or empty
 * @param lastHeardNs the time at which it was last heard from, on the clock of {@link NestSnapshot#atNs}, as is the
 *     time of each deployment
 * @param requests dispatched to it in this session
 */
public record CellSnapshot(
        String id,
        String incarnation,
        String session,
        CellState state,
        long sinceNs,
        String address,
        String key,
        Map<String, String> labels,
        int weight,
        int concurrency,
        int inFlight,
        int running,
        int waiting,
        int oldestMs,
        long lastHeardNs,
        int routes,
        long requests,
        Map<String, Long> counters,
        List<Deployment> deployments,
        List<JarFailure> failures) {

    /**
     * A deployment that a cell has announced.
     *
     * @param routes the number of its routes that are registered
     */
    public record Deployment(DeploymentInfo info, DeploymentVerdict verdict, long sinceNs, int routes) {}
}

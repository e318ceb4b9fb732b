package org.cellnest.runtime.deploy;

import java.nio.file.Path;
import org.cellnest.runtime.handler.FlowSettings;

/**
 * Configures the deploying of jars.
 *
 * @param directory the folder that is watched
 * @param workDirectory the folder of private copies and last good versions
 * @param cellId names this cell in reports and in the contexts of deployments
 * @param concurrency the most requests that a deployment runs at a time
 * @param sharedConcurrency the same while other deployments serve beside it
 * @param maxStuck the stuck handlers at which a deployment gets nothing more
 * @param maxReplyBytes the largest REPLY record
 * @param scanIntervalNs between two looks at the directory
 * @param drainNs the longest time for which a deployment finishes its requests after routers have stopped sending to it
 * @param flows for bodies that flow
 */
public record DeploySettings(
        Path directory,
        Path workDirectory,
        String cellId,
        int concurrency,
        int sharedConcurrency,
        int maxStuck,
        int maxReplyBytes,
        long scanIntervalNs,
        long drainNs,
        FlowSettings flows) {}

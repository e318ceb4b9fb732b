package org.cellnest.runtime.deploy;

import java.nio.file.Path;

/**
 * What deploying goes by.
 *
 * @param directory the folder that is watched
 * @param workDirectory where private copies and last good versions are kept
 * @param cellId what cells are told they run in; names this cell in reports
 * @param concurrency the most requests that a deployment runs at a time
 * @param sharedConcurrency the same while other deployments serve beside it
 * @param maxStuck the stuck handlers at which a deployment gets nothing more
 * @param maxReplyBytes the largest REPLY record
 * @param scanIntervalNs between two looks at the directory
 * @param drainNs how long a deployment that nobody calls any more may go on with what it runs
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
        long drainNs) {}

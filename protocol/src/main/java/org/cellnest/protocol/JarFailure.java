package org.cellnest.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A file in a cell's folder that cannot be served, as its cell reports it. Without a file, a deployment that serves
 * badly.
 *
 * @param file the file's name, or empty; cut after 128 characters
 * @param deployment the deployment that the file would be, or empty; cut after 128 characters
 * @param reason the reason of the failure, for people; cut after 1024 characters
 * @param sinceMs the begin of the failure, in milliseconds since 1970 UTC
 */
public record JarFailure(String file, String deployment, String reason, long sinceMs) {
    public JarFailure {
        file = cut(file, DisplayLimits.MAX_NAME);
        deployment = cut(deployment, DisplayLimits.MAX_NAME);
        reason = cut(reason, DisplayLimits.MAX_VALUE);
    }

    private static String cut(@Nullable String text, int max) {
        return DisplayLimits.text(text, max);
    }
}

package org.cellnest.runtime.deploy;

import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;

/**
 * Receives the fate of each file in the deploy directory, for a program that embeds a cell. Called on the deploying
 * thread; implementations return at once.
 */
public interface DeployListener {
    /** Ignores everything. */
    DeployListener NONE = new DeployListener() {
        @Override
        public void onServing(String fileName, List<RouteInfo> routes) {}

        @Override
        public void onFailed(String fileName, String reason, @Nullable Throwable cause) {}
    };

    /**
     * Reports that the present file serves: a router has accepted it.
     *
     * @param fileName of the jar or folder, within the directory
     * @param routes all routes of the deployment
     */
    void onServing(String fileName, List<RouteInfo> routes);

    /**
     * Reports that the present file does not serve, and that the previous version continues. Called as soon as the
     * failure is known, and possibly again.
     *
     * @param fileName of the jar, folder or settings file, within the directory
     * @param reason a sentence for the cell's author
     * @param cause the throwable of the cell's own code, null if that is not the reason
     */
    void onFailed(String fileName, String reason, @Nullable Throwable cause);
}

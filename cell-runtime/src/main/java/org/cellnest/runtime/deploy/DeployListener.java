package org.cellnest.runtime.deploy;

import java.util.List;
import org.cellnest.protocol.RouteInfo;
import org.jspecify.annotations.Nullable;

/**
 * Told what becomes of what lies in the deploy directory, for what embeds a cell. Called on the deploying thread, which it
 * must not keep.
 */
public interface DeployListener {
    /** For a cell that nobody listens to. */
    DeployListener NONE = new DeployListener() {
        @Override
        public void onServing(String fileName, List<RouteInfo> routes) {}

        @Override
        public void onFailed(String fileName, String reason, @Nullable Throwable cause) {}
    };

    /**
     * A router sends requests to what is in the directory now.
     *
     * @param fileName of the jar or folder, within the directory
     * @param routes all that it has
     */
    void onServing(String fileName, List<RouteInfo> routes);

    /**
     * What is in the directory now does not serve; whatever served before goes on. Told as soon as it is known, and
     * perhaps again.
     *
     * @param fileName of the jar, folder or settings file, within the directory
     * @param reason a sentence for the cell's author
     * @param cause what the cell's own code threw, if that is the reason
     */
    void onFailed(String fileName, String reason, @Nullable Throwable cause);
}

package org.cellnest.protocol;

import java.util.Map;

/**
 * A deployment as its cell reports it.
 *
 * @param name by which the same deployment in several cells is one pool
 * @param version what its jar says, or empty; cut after 128 characters
 * @param digest of the jar, {@code sha256:} and hexadecimal digits, or empty
 * @param meta whatever else is worth showing, at most 64; values are cut after 1024 characters
 * @param paused whether its routes stand, but the cell takes no request for them now
 */
public record DeploymentInfo(String name, String version, String digest, Map<String, String> meta, boolean paused) {
    public DeploymentInfo {
        version = DisplayLimits.text(version, DisplayLimits.MAX_NAME);
        digest = DisplayLimits.text(digest, DisplayLimits.MAX_NAME);
        meta = DisplayLimits.values(meta);
    }

    /** A deployment that takes requests. */
    public DeploymentInfo(String name, String version, String digest, Map<String, String> meta) {
        this(name, version, digest, meta, false);
    }

    /** The same, while it takes none. */
    public DeploymentInfo asPaused() {
        return new DeploymentInfo(name, version, digest, meta, true);
    }
}

package org.cellnest.protocol;

import java.util.Map;

/**
 * A deployment as its cell reports it.
 *
 * @param name the name; deployments of one name in several cells are one pool
 * @param version the version that its jar declares, or empty; cut after 128 characters
 * @param digest of the jar, {@code sha256:} and hexadecimal digits, or empty
 * @param meta further entries for display, at most 64; values are cut after 1024 characters
 * @param paused whether the cell takes no requests for its routes now, although they stay registered
 */
public record DeploymentInfo(String name, String version, String digest, Map<String, String> meta, boolean paused) {
    public DeploymentInfo {
        version = DisplayLimits.text(version, DisplayLimits.MAX_NAME);
        digest = DisplayLimits.text(digest, DisplayLimits.MAX_NAME);
        meta = DisplayLimits.values(meta);
    }

    /** Creates a deployment that takes requests. */
    public DeploymentInfo(String name, String version, String digest, Map<String, String> meta) {
        this(name, version, digest, meta, false);
    }

    /** Returns the same deployment, paused. */
    public DeploymentInfo asPaused() {
        return new DeploymentInfo(name, version, digest, meta, true);
    }
}

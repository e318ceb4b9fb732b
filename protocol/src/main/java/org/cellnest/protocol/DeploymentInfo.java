package org.cellnest.protocol;

import java.util.Map;

/**
 * A deployment as its cell reports it.
 *
 * @param name by which the same deployment in several cells is one pool
 * @param version what its jar says, or empty
 * @param digest of the jar, {@code sha256:} and hexadecimal digits, or empty
 * @param meta whatever else is worth showing
 */
public record DeploymentInfo(String name, String version, String digest, Map<String, String> meta) {
    public DeploymentInfo {
        version = version == null ? "" : version;
        digest = digest == null ? "" : digest;
        meta = meta == null ? Map.of() : Map.copyOf(meta);
    }
}

package org.cellnest.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes from which level on a cell logs what a deployment's own code says, until the cell's process ends.
 *
 * @param deployment its name; the cell need not have it just now
 * @param level one of {@link #LEVELS}, or null: what the cell's settings say
 */
public record LogLevel(String deployment, @Nullable String level) implements Message {
    /** The levels, the least first; {@code off} is none. */
    public static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");

    /** The key of {@link DeploymentInfo#meta} under which a cell reports the level of a deployment. */
    public static final String META = "log-level";

    @Override
    public MessageType type() {
        return MessageType.LOG_LEVEL;
    }
}

package org.cellnest.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of the level from which on a cell logs the output of a deployment's own code, until the cell's process ends.
 *
 * @param deployment its name; the cell need not have it at this moment
 * @param level one of {@link #LEVELS}, or null: the level from the cell's settings
 */
public record LogLevel(String deployment, @Nullable String level) implements Message {
    /** The levels, the least severe first; {@code off} logs nothing. */
    public static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");

    /** The key of {@link DeploymentInfo#meta} under which a cell reports the level of a deployment. */
    public static final String META = "log-level";

    @Override
    public MessageType type() {
        return MessageType.LOG_LEVEL;
    }
}

package org.cellnest.process.logging;

import ch.qos.logback.classic.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the log level of each deployment, by its name. The level applies to all loggers of the deployment and its
 * libraries. A level changed at run time lasts until the process ends. Any thread.
 */
public final class DeploymentLevels {
    /** The names of the levels, from the most verbose; {@code off} logs nothing. */
    public static final List<String> NAMES = List.of("trace", "debug", "info", "warn", "error", "off");

    /** The maximum number of deployments with a level changed at run time. */
    static final int MAX_CHANGED = 1024;

    private final Level fallback;
    private final Map<String, Level> configured;
    private final Map<String, Level> changed = new ConcurrentHashMap<>();
    private final Runnable onChange;

    /**
     * Creates the levels from settings.
     *
     * @param fallback the level of deployments without a level of their own
     * @param configured names of levels by deployment
     * @param onChange called after each change, by the thread that made it
     */
    DeploymentLevels(String fallback, Map<String, String> configured, Runnable onChange) {
        this.fallback = level(fallback);
        Map<String, Level> levels = new ConcurrentHashMap<>();
        configured.forEach((deployment, name) -> levels.put(deployment, level(name)));
        this.configured = Map.copyOf(levels);
        this.onChange = onChange;
    }

    Level of(String deployment) {
        Level level = changed.get(deployment);
        return level != null ? level : configured.getOrDefault(deployment, fallback);
    }

    /** Returns the name of a deployment's level. */
    public String nameOf(String deployment) {
        return of(deployment).toString().toLowerCase(Locale.ROOT);
    }

    /** Whether a deployment's level was changed since the process started. */
    public boolean isChanged(String deployment) {
        return changed.containsKey(deployment);
    }

    /**
     * Changes the level of a deployment, which need not exist yet.
     *
     * @param name one of {@link #NAMES}, or null for the level from the settings
     * @return false if the maximum number of levels has been changed
     * @throws IllegalArgumentException if there is no such level
     */
    public boolean change(String deployment, @Nullable String name) {
        if (name == null) {
            changed.remove(deployment);
        } else {
            Level level = level(name);
            synchronized (changed) {
                if (changed.size() >= MAX_CHANGED && !changed.containsKey(deployment)) {
                    return false;
                }
                changed.put(deployment, level);
            }
        }
        onChange.run();
        return true;
    }

    /** Returns the most verbose level of any deployment. */
    Level least() {
        Level least = fallback;
        for (Map<String, Level> levels : List.of(configured, changed)) {
            for (Level level : levels.values()) {
                least = level.isGreaterOrEqual(least) ? least : level;
            }
        }
        return least;
    }

    private static Level level(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(name + " (expected: one of " + String.join(", ", NAMES) + ")");
        }
        return Objects.requireNonNull(Level.toLevel(name, null));
    }
}

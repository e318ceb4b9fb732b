package org.cellnest.process.logging;

import ch.qos.logback.classic.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds from which level on each deployment's own lines are logged, by the name of the deployment, whatever loggers it and
 * its libraries use. A level that was changed while the process runs lasts until the process ends. Any thread.
 */
public final class DeploymentLevels {
    /** The names of the levels, the least first; {@code off} is none. */
    public static final List<String> NAMES = List.of("trace", "debug", "info", "warn", "error", "off");

    /** The most deployments whose level may be changed while the process runs. */
    static final int MAX_CHANGED = 1024;

    private final Level fallback;
    private final Map<String, Level> configured;
    private final Map<String, Level> changed = new ConcurrentHashMap<>();
    private final Runnable onChange;

    /**
     * @param fallback of deployments without a level of their own
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
     * Changes the level of a deployment, which need not be there yet.
     *
     * @param name one of {@link #NAMES}, or null for what the settings say
     * @return false if so many were changed that no more is remembered
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

    /** The least level that any deployment may log at. */
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

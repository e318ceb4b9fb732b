package org.cellnest.celltest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cellnest.cell.CellSetup;
import org.cellnest.protocol.Limits;
import org.cellnest.runtime.deploy.ClassPathCell;
import org.cellnest.runtime.deploy.ClassPathDeployment;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.transport.SystemClock;
import org.jspecify.annotations.Nullable;

/** Builds the deployment of a cell for a test. For one thread. */
public final class CellTestBuilder {
    /** The default of {@code cell.concurrency}. A test pins it equal. */
    private static final int CONCURRENCY = 256;

    private final List<Class<?>> routeClasses;
    private final @Nullable Class<?> anyClass;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final StringBuilder conf = new StringBuilder();
    private final Map<Class<?>, Object> instancesByType = new LinkedHashMap<>();
    private @Nullable Class<? extends CellSetup> setup;
    private String deployment = "test";
    private String cellId = "test";

    CellTestBuilder(List<Class<?>> routeClasses, @Nullable Class<?> anyClass) {
        if (routeClasses.isEmpty() && anyClass == null) {
            throw new IllegalArgumentException("no classes (expected: at least one with a @Route method)");
        }
        this.routeClasses = routeClasses;
        this.anyClass = anyClass;
    }

    /** Sets the class that sets up the cell, before the route classes are constructed. A whole cell brings its own. */
    public CellTestBuilder setup(Class<? extends CellSetup> type) {
        if (anyClass != null) {
            throw new IllegalStateException(
                    "setup(" + type.getName() + ") for a whole cell (expected: the one that lies in it)");
        }
        setup = type;
        return this;
    }

    /**
     * Provides an instance for the constructors that have a parameter of this type. It replaces the instance that the
     * setup provides for the type, so that a fake can stand in for a database. The setup still creates its own.
     */
    public <T> CellTestBuilder provide(Class<T> type, T instance) {
        instancesByType.put(type, type.cast(Objects.requireNonNull(instance, "instance")));
        return this;
    }

    /**
     * Adds a setting. It takes precedence over {@link #settings}. Both take precedence over the cell's {@code
     * META-INF/cell/defaults.conf}, which is read from the class path as from a jar.
     *
     * @param key its dots separate sections, such as {@code orders.max}
     * @param value a text, number, boolean, {@link Duration}, or a list or map of these; any other value is set as its
     *     text
     */
    public CellTestBuilder setting(String key, Object value) {
        values.put(key, plain(Objects.requireNonNull(value, key)));
        return this;
    }

    /**
     * Adds settings in the format of the file {@code NAME.conf} beside a jar (HOCON). Later settings take precedence.
     */
    public CellTestBuilder settings(String hocon) {
        conf.append(hocon).append('\n');
        return this;
    }

    /** Sets the deployment's name; the default is {@code test}. */
    public CellTestBuilder deployment(String name) {
        deployment = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Sets the id of the cell process that the deployment sees; the default is {@code test}. */
    public CellTestBuilder cellId(String id) {
        cellId = Objects.requireNonNull(id, "id");
        return this;
    }

    /**
     * Deploys the cell: runs its setup, constructs its route classes and runs its start hooks, in the caller's thread.
     *
     * @throws FailedDeploymentException if a nest would refuse it; no threads or resources remain
     */
    public CellTest start() {
        ClassPathCell cell = new ClassPathCell(
                deployment,
                cellId,
                routeClasses,
                setup == null ? List.of() : List.of(setup),
                values,
                conf.toString(),
                instancesByType);
        try {
            return new CellTest(new LocalNest(ClassPathDeployment.start(
                    anyClass == null ? cell : cell.withClassesBeside(anyClass),
                    CONCURRENCY,
                    Limits.DEFAULT.maxMessageBytes(),
                    SystemClock.INSTANCE)));
        } catch (DeploymentException e) {
            throw new FailedDeploymentException(e);
        }
    }

    private static Object plain(Object value) {
        if (value instanceof Duration duration) {
            return duration.toMillis() + "ms";
        } else if (value instanceof List<?> list) {
            return list.stream().map(CellTestBuilder::plain).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> section = new LinkedHashMap<>();
            map.forEach((key, inner) -> section.put(String.valueOf(key), plain(inner)));
            return section;
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }
}

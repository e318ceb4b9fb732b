package org.cellnest.cell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A context for a cell's own tests: pass it to a {@link CellSetup}, read the {@link #provided} instances, {@link
 * #start} and {@link #close} it. Tasks run at once in the caller's thread. For one thread at a time.
 *
 * <pre>{@code
 * try (TestCellContext context = CellContext.forTests("orders", Settings.of(Map.of("orders.url", "jdbc:...")))) {
 *     new OrdersSetup().setUp(context);
 *     Orders orders = new Orders(context.provided(Database.class).orElseThrow());
 *     ...
 * }
 * }</pre>
 */
public final class TestCellContext implements CellContext, AutoCloseable {
    private final String deployment;
    private final Settings settings;
    private final System.Logger logger;
    private final Map<Class<?>, Object> instancesByType = new LinkedHashMap<>();
    private final Map<String, List<Filter>> filtersByTemplate = new LinkedHashMap<>();
    private final List<Hook> startHooks = new ArrayList<>();
    private final Deque<Hook> closeHooks = new ArrayDeque<>();

    TestCellContext(String deployment, Settings settings) {
        this.deployment = Objects.requireNonNull(deployment, "deployment");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.logger = System.getLogger(deployment);
    }

    @Override
    public String deployment() {
        return deployment;
    }

    /** Returns {@code test}, always. */
    @Override
    public String cellId() {
        return "test";
    }

    @Override
    public System.Logger logger() {
        return logger;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    /** Returns an executor that runs each task at once, in the caller's thread. */
    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public <T> TestCellContext provide(Class<T> type, T instance) {
        Objects.requireNonNull(instance, "instance");
        if (instancesByType.putIfAbsent(type, instance) != null) {
            throw new IllegalStateException(type.getName() + " provided twice (expected: each type once)");
        }
        return this;
    }

    /** Adds a filter to those that {@link #filters} returns. The template is not checked. */
    @Override
    public TestCellContext filter(String template, Filter filter) {
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(filter, "filter");
        filtersByTemplate.computeIfAbsent(template, added -> new ArrayList<>()).add(filter);
        return this;
    }

    @Override
    public TestCellContext onStart(Hook hook) {
        startHooks.add(Objects.requireNonNull(hook, "hook"));
        return this;
    }

    @Override
    public TestCellContext onClose(Hook hook) {
        closeHooks.push(Objects.requireNonNull(hook, "hook"));
        return this;
    }

    /** Returns the instance that was provided for a type. */
    public <T> Optional<T> provided(Class<T> type) {
        return Optional.ofNullable(instancesByType.get(type)).map(type::cast);
    }

    /** Returns the filters that were added with this text as their template, in order. */
    public List<Filter> filters(String template) {
        return List.copyOf(filtersByTemplate.getOrDefault(template, List.of()));
    }

    /** Runs the hooks of {@link #onStart}, in order. */
    public void start() throws Exception {
        for (Hook hook : startHooks) {
            hook.run();
        }
        startHooks.clear();
    }

    /**
     * Runs the hooks of {@link #onClose}, last first, each even if another throws.
     *
     * @throws IllegalStateException if a hook has thrown, with the first exception as cause
     */
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!closeHooks.isEmpty()) {
            try {
                closeHooks.pop().run();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("a hook of onClose threw", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

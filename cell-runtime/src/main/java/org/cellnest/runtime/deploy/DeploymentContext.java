package org.cellnest.runtime.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Filter;
import org.cellnest.cell.Settings;
import org.cellnest.runtime.handler.FilterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a cell's setup and hooks access to the nest. Any thread. */
final class DeploymentContext implements CellContext {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentContext.class);

    private final String deployment;
    private final String cellId;
    private final Settings settings;
    private final Executor executor;
    private final System.Logger logger;
    private final FilterRegistry filters;
    private final Map<Class<?>, Object> instancesByType = new LinkedHashMap<>();
    private final List<Hook> startHooks = new ArrayList<>();
    private final Deque<Hook> closeHooks = new ArrayDeque<>();
    private boolean started;

    DeploymentContext(String deployment, String cellId, Settings settings, Executor executor) {
        this.deployment = deployment;
        this.cellId = cellId;
        this.settings = settings;
        this.executor = executor;
        this.logger = new DeploymentLogger(deployment);
        this.filters = new FilterRegistry(deployment);
    }

    @Override
    public String deployment() {
        return deployment;
    }

    @Override
    public String cellId() {
        return cellId;
    }

    @Override
    public System.Logger logger() {
        return logger;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public synchronized <T> CellContext provide(Class<T> type, T instance) {
        requireNotStarted("provide(" + type.getName() + ")");
        if (instancesByType.putIfAbsent(type, type.cast(Objects.requireNonNull(instance, "instance"))) != null) {
            throw new IllegalStateException(type.getName() + " provided twice (expected: each type once)");
        }
        return this;
    }

    @Override
    public CellContext filter(String template, Filter filter) {
        filters.add(template, filter);
        return this;
    }

    @Override
    public synchronized CellContext onStart(Hook hook) {
        requireNotStarted("onStart");
        startHooks.add(Objects.requireNonNull(hook, "hook"));
        return this;
    }

    @Override
    public synchronized CellContext onClose(Hook hook) {
        requireNotStarted("onClose");
        closeHooks.push(Objects.requireNonNull(hook, "hook"));
        return this;
    }

    private void requireNotStarted(String what) {
        if (started) {
            throw new IllegalStateException(what + " after " + deployment + " has started (expected: before)");
        }
    }

    /** Returns the filters, which the building of the routes closes. */
    FilterRegistry filters() {
        return filters;
    }

    /** Returns the provided instances by the type they were provided for. */
    synchronized Map<Class<?>, Object> provided() {
        return new LinkedHashMap<>(instancesByType);
    }

    /** Runs the start hooks, in order; what is added from here on is refused. */
    void start() throws Exception {
        List<Hook> hooks;
        synchronized (this) {
            hooks = List.copyOf(startHooks);
        }
        for (Hook hook : hooks) {
            hook.run();
        }
        synchronized (this) {
            started = true;
        }
    }

    /** Runs the close hooks, last first, each even if another throws. Returns what they have thrown. */
    List<Throwable> close() {
        filters.close();
        List<Throwable> failures = new ArrayList<>();
        List<Hook> hooks;
        synchronized (this) {
            started = true;
            hooks = List.copyOf(closeHooks);
            closeHooks.clear();
            startHooks.clear();
            instancesByType.clear();
        }
        for (Hook hook : hooks) {
            try {
                hook.run();
            } catch (Throwable e) {
                LOG.warn("{}: an onClose hook failed", deployment, e);
                failures.add(e);
            }
        }
        return failures;
    }
}

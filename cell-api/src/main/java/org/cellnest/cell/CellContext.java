package org.cellnest.cell;

import java.util.concurrent.Executor;

/**
 * A deployment as its own code sees it. Given to {@link CellSetup} and to every route method and constructor that has a
 * parameter of this type.
 *
 * <p>Implemented by the nest alone; {@link #forTests} makes one for tests. Methods may be called from any thread, {@link
 * #provide}, {@link #onStart} and {@link #onClose} only until the deployment has started.
 */
public interface CellContext {
    /** Something done when a deployment starts or closes; may throw. */
    @FunctionalInterface
    interface Hook {
        void run() throws Exception;
    }

    /** The deployment's name: the manifest's {@code Cellnest-Name}, else the file's. */
    String deployment();

    /** The id of the cell process it runs in. */
    String cellId();

    /** A logger named after the deployment. */
    System.Logger logger();

    /**
     * The deployment's settings: {@code META-INF/cell/defaults.conf} in the jar, overlaid by {@code NAME.conf} beside the
     * jar. They do not change while it lives: a change of the file deploys it anew.
     */
    Settings settings();

    /**
     * The deployment's own threads, those that run its route methods: virtual ones where the JVM has them, else a bounded
     * pool. They end with the deployment, so nothing of it stays behind; threads that a cell starts itself must be ended
     * in {@link #onClose}. Throws {@link java.util.concurrent.RejectedExecutionException} where there is no room.
     */
    Executor executor();

    /**
     * Gives an instance to the constructors of the route classes that have a parameter of this type.
     *
     * @param type the very type that constructors ask for
     * @param instance shared by all of them, so it must bear many threads
     * @return this context
     * @throws IllegalStateException when the type has been provided before, or the deployment has started
     */
    <T> CellContext provide(Class<T> type, T instance);

    /**
     * Adds something to do once all routes are built, before the first request; in order. The deployment fails with
     * whatever is thrown.
     *
     * @return this context
     */
    CellContext onStart(Hook hook);

    /**
     * Adds something to do when the deployment closes, after its last request; in reverse order, each one even if another
     * has thrown. This takes the place of shutdown hooks, which would keep the deployment in memory.
     *
     * @return this context
     */
    CellContext onClose(Hook hook);

    /** A context for tests of a cell, without settings. */
    static TestCellContext forTests(String deployment) {
        return new TestCellContext(deployment, Settings.EMPTY);
    }

    /** A context for tests of a cell. */
    static TestCellContext forTests(String deployment, Settings settings) {
        return new TestCellContext(deployment, settings);
    }
}

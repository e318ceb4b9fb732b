package org.cellnest.cell;

import java.util.concurrent.Executor;

/**
 * Represents a deployment to its own code. A {@link CellSetup} receives one, and so does every route method and
 * constructor that has a parameter of this type.
 *
 * <p>Implemented by the nest alone; {@link #forTests} returns one for tests. Methods may be called from any thread,
 * {@link #provide}, {@link #onStart} and {@link #onClose} only until the deployment has started, {@link #filter} only
 * until its route classes are constructed.
 */
public interface CellContext {
    /** Runs when a deployment starts or closes; may throw. */
    @FunctionalInterface
    interface Hook {
        void run() throws Exception;
    }

    /** Returns the deployment's name: the manifest's {@code Cellnest-Name}, else the file's. */
    String deployment();

    /** Returns the id of the cell process. */
    String cellId();

    /** Returns a logger named after the deployment. */
    System.Logger logger();

    /**
     * Returns the deployment's settings: {@code META-INF/cell/defaults.conf} in the jar, overridden by {@code
     * NAME.conf} beside the jar. They are fixed for the life of the deployment: a change of the file deploys it anew.
     */
    Settings settings();

    /**
     * Returns the deployment's own threads, which also run its route methods: virtual threads if the JVM has them, else
     * a bounded pool. They end with the deployment, so that nothing of it remains. A cell must end the threads that it
     * starts itself, in {@link #onClose}. Throws {@link java.util.concurrent.RejectedExecutionException} if there is no
     * room.
     */
    Executor executor();

    /**
     * Provides an instance to the constructors of route classes that have a parameter of this type.
     *
     * @param type the exact type of the parameters
     * @param instance shared by all constructors, so it must be thread-safe
     * @return this context
     * @throws IllegalStateException if the type has been provided before, or the deployment has started
     */
    <T> CellContext provide(Class<T> type, T instance);

    /**
     * Adds a filter for the routes of the deployment. Filters run in the order in which they are added, the first
     * outermost. Those of the {@link CellSetup} come first, then those of constructors, class by class in the order of
     * their names.
     *
     * @param template selects requests by their path, and is written as the whole template of a {@link Route}: {@code
     *     /play/{path...}} selects all below {@code /play/} but not {@code /play}, and {@code /{path...}} selects all
     * @return this context
     * @throws IllegalArgumentException if the template is invalid
     * @throws IllegalStateException if the routes have been built, or the deployment has 64 filters
     */
    CellContext filter(String template, Filter filter);

    /**
     * Adds a hook that runs once all routes are built, before the first request. Hooks run in order. An exception of a
     * hook fails the deployment.
     *
     * @return this context
     */
    CellContext onStart(Hook hook);

    /**
     * Adds a hook that runs when the deployment closes, after its last request. Hooks run in reverse order, each even
     * if another has thrown. They replace shutdown hooks, which would keep the deployment in memory.
     *
     * @return this context
     */
    CellContext onClose(Hook hook);

    /** Returns a context for tests of a cell, without settings. */
    static TestCellContext forTests(String deployment) {
        return new TestCellContext(deployment, Settings.EMPTY);
    }

    /** Returns a context for tests of a cell. */
    static TestCellContext forTests(String deployment, Settings settings) {
        return new TestCellContext(deployment, settings);
    }
}

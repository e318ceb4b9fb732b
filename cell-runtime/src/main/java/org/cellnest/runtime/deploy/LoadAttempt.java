package org.cellnest.runtime.deploy;

import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.LoadErrors;
import org.jspecify.annotations.Nullable;

/**
 * One try to make a deployment. It runs on a thread of its own, since a cell's constructors may take any time; where the
 * version before is to stop first it runs twice, and waits for that in between. {@link #run} is for that thread, the rest
 * for the deploying one.
 *
 * <pre>
 * NEW      -> RUNNING
 * RUNNING  -> PREPARED  the version before is to stop first
 * PREPARED -> RUNNING   it has stopped
 * </pre>
 */
final class LoadAttempt implements Runnable {
    /** Receives the result of a run: exactly one call, on the attempt's thread. */
    interface Results {
        /** The version before is to stop; then the attempt is to be run again. */
        void reportPrepared(LoadAttempt attempt, Prepared prepared);

        void reportLoaded(LoadAttempt attempt, Deployment deployment);

        void reportFailed(LoadAttempt attempt, Failure failure);
    }

    /**
     * The reason for which an attempt failed.
     *
     * @param reason a sentence for the cell's author
     * @param cause the throwable of the cell's own code, null if that is not the reason
     * @param passing whether the same source may succeed later
     */
    record Failure(String reason, @Nullable Throwable cause, boolean passing) {
        static Failure of(String reason) {
            return new Failure(reason, null, false);
        }

        static Failure of(DeploymentException e) {
            return new Failure(String.valueOf(e.getMessage()), e.thrownByCell(), e.isPassing());
        }
    }

    /** The first step of the work. */
    @FunctionalInterface
    interface Preparation {
        Prepared prepare() throws DeploymentException;
    }

    /** The second step. */
    @FunctionalInterface
    interface Start {
        Deployment start(Prepared prepared) throws DeploymentException;
    }

    private final String name;
    private final Source source;
    private final boolean stopFirst;
    private final Preparation preparation;
    private final Start start;
    private final Results results;
    private long startedNs;
    private boolean overtaken;
    private boolean running;
    private @Nullable Prepared prepared;
    private volatile @Nullable Thread thread;

    /** @param stopFirst whether the version before is to stop first, whatever the jar says */
    LoadAttempt(String name, Source source, boolean stopFirst, Preparation preparation, Start start, Results results) {
        this.name = name;
        this.source = source;
        this.stopFirst = stopFirst;
        this.preparation = preparation;
        this.start = start;
        this.results = results;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            Prepared before = prepared;
            Prepared ready = before == null ? preparation.prepare() : before;
            if (before == null && (stopFirst || ready.stopFirst())) {
                results.reportPrepared(this, ready);
            } else {
                results.reportLoaded(this, start.start(ready));
            }
        } catch (DeploymentException e) {
            results.reportFailed(this, Failure.of(e));
        } catch (Throwable e) {
            results.reportFailed(this, Failure.of(LoadErrors.of(e)));
        } finally {
            thread = null;
        }
    }

    String name() {
        return name;
    }

    Source source() {
        return source;
    }

    /** When it last began to run, or to wait. */
    long startedNs() {
        return startedNs;
    }

    void onStart(long nowNs) {
        startedNs = nowNs;
        running = true;
    }

    /** It waits until the version before has stopped. */
    void onPrepared(Prepared ready, long nowNs) {
        startedNs = nowNs;
        running = false;
        prepared = ready;
    }

    /** Whether it waits until the version before has stopped. */
    boolean isPrepared() {
        return prepared != null && !running;
    }

    /** Nobody wants the result any more. */
    void overtake() {
        Prepared ready = prepared;
        if (ready != null && !running && !overtaken) {
            ready.discard();
        }
        overtaken = true;
        Thread present = thread;
        if (present != null) {
            present.interrupt();
        }
    }

    boolean isOvertaken() {
        return overtaken;
    }
}

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
    /** How a run of an attempt ends; exactly one of these is called, on the attempt's thread. */
    interface Outcome {
        /** The version before is to stop; then the attempt is to be run again. */
        void onPrepared(LoadAttempt attempt, Prepared prepared);

        void onLoaded(LoadAttempt attempt, Deployment deployment);

        /**
         * It failed.
         *
         * @param cause what the cell's own code threw, if that is the reason
         * @param passing whether the same may succeed later
         */
        void onFailed(LoadAttempt attempt, String reason, @Nullable Throwable cause, boolean passing);
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
    private final Outcome outcome;
    private long startedNs;
    private boolean overtaken;
    private boolean running;
    private @Nullable Prepared prepared;
    private volatile @Nullable Thread thread;

    /** @param stopFirst whether the version before is to stop first, whatever the jar says */
    LoadAttempt(String name, Source source, boolean stopFirst, Preparation preparation, Start start, Outcome outcome) {
        this.name = name;
        this.source = source;
        this.stopFirst = stopFirst;
        this.preparation = preparation;
        this.start = start;
        this.outcome = outcome;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            Prepared before = prepared;
            Prepared ready = before == null ? preparation.prepare() : before;
            if (before == null && (stopFirst || ready.stopFirst())) {
                outcome.onPrepared(this, ready);
            } else {
                outcome.onLoaded(this, start.start(ready));
            }
        } catch (DeploymentException e) {
            outcome.onFailed(this, String.valueOf(e.getMessage()), e.thrownByCell(), e.isPassing());
        } catch (Throwable e) {
            outcome.onFailed(this, LoadErrors.of(e), null, false);
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

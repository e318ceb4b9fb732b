package org.cellnest.runtime.deploy;

import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.LoadErrors;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to make a deployment from one source. It runs on a thread of its own, because a cell's constructors may
 * take any time. Where the version before is to stop first, it runs twice and waits for the stop in between. {@link
 * #run} is for the attempt's thread, the rest for the deploying thread.
 *
 * <pre>
 * NEW      -> RUNNING   its turn in the queue has come
 * RUNNING  -> PREPARED  the version before is to stop first
 * PREPARED -> RUNNING   that version has stopped
 * NEW, RUNNING, PREPARED -> OVERTAKEN  its result is of no use any more
 * </pre>
 */
final class LoadAttempt implements Runnable {
    /** Receives the result of a run: exactly one call, on the attempt's thread. */
    interface Results {
        /** Reports that the previous version has to stop before the attempt runs again. */
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

    /** The first step, which copies and scans the jar. */
    @FunctionalInterface
    interface Preparation {
        Prepared prepare() throws DeploymentException;
    }

    /** The second step, which runs code of the cell. */
    @FunctionalInterface
    interface Start {
        Deployment start(Prepared prepared) throws DeploymentException;
    }

    /** The states of an attempt; the class header has the transitions. */
    private enum State {
        NEW,
        RUNNING,
        PREPARED,
        OVERTAKEN;

        boolean mayBecome(State next) {
            return switch (this) {
                case NEW, PREPARED -> next == RUNNING || next == OVERTAKEN;
                case RUNNING -> next == PREPARED || next == OVERTAKEN;
                case OVERTAKEN -> false;
            };
        }
    }

    private final String name;
    private final Source source;
    private final boolean stopFirst;
    private final Preparation preparation;
    private final Start start;
    private final Results results;
    private State state = State.NEW;
    private long startedNs;
    private @Nullable Prepared prepared;
    private volatile @Nullable Thread thread;

    /** @param stopFirst whether the version before has to stop first, even if the jar does not request it */
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

    /** Returns when the attempt last began to run, or to wait for the version before it. */
    long startedNs() {
        return startedNs;
    }

    /** Notes that the attempt is about to run. */
    void onStart(long nowNs) {
        become(State.RUNNING);
        startedNs = nowNs;
    }

    /** Notes that the attempt waits until the previous version has stopped. */
    void onPrepared(Prepared ready, long nowNs) {
        become(State.PREPARED);
        startedNs = nowNs;
        prepared = ready;
    }

    /** Whether the attempt waits until the version before it has stopped. */
    boolean isPrepared() {
        return state == State.PREPARED;
    }

    /** Gives the attempt up: discards its preparation, or interrupts its thread. Does nothing the second time. */
    void overtake() {
        if (state == State.OVERTAKEN) {
            return;
        }
        Prepared ready = prepared;
        if (ready != null && state == State.PREPARED) {
            ready.discard();
        }
        become(State.OVERTAKEN);
        Thread present = thread;
        if (present != null) {
            present.interrupt();
        }
    }

    boolean isOvertaken() {
        return state == State.OVERTAKEN;
    }

    private void become(State next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException(name + ": load attempt " + state + " -> " + next);
        }
        state = next;
    }
}

package org.cellnest.runtime.deploy;

import org.cellnest.runtime.deploy.Candidate.Source;
import org.jspecify.annotations.Nullable;

/**
 * One try to make a deployment. It runs on a thread of its own, since a cell's constructors may take any time. {@link
 * #run} is for that thread, the rest for the deploying one.
 */
final class LoadAttempt implements Runnable {
    /** How an attempt ends; exactly one of these is called, on the attempt's thread. */
    interface Outcome {
        void onLoaded(LoadAttempt attempt, Deployment deployment);

        /** It failed; {@code cause} is what the cell's own code threw, if that is the reason. */
        void onFailed(LoadAttempt attempt, String reason, @Nullable Throwable cause);
    }

    /** The work itself. */
    @FunctionalInterface
    interface Work {
        Deployment load() throws DeploymentException;
    }

    private final String name;
    private final Source source;
    private final Work work;
    private final Outcome outcome;
    private long startedNs;
    private boolean overtaken;
    private volatile @Nullable Thread thread;

    LoadAttempt(String name, Source source, Work work, Outcome outcome) {
        this.name = name;
        this.source = source;
        this.work = work;
        this.outcome = outcome;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            outcome.onLoaded(this, work.load());
        } catch (DeploymentException e) {
            outcome.onFailed(this, String.valueOf(e.getMessage()), e.thrownByCell());
        } catch (Throwable e) {
            outcome.onFailed(this, Reasons.of(e), null);
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

    long startedNs() {
        return startedNs;
    }

    void onStart(long nowNs) {
        startedNs = nowNs;
    }

    /** Nobody wants the result any more. */
    void overtake() {
        overtaken = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    boolean isOvertaken() {
        return overtaken;
    }
}

package org.cellnest.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Runs an {@link Agent} on a thread of its own. An exception out of the agent ends it and is reported; it is never
 * swallowed, and the agent is never run again after it. All methods may be called by any thread.
 */
public final class AgentRunner implements AutoCloseable {

    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final Agent agent;
    private final Clock clock;
    private final Runnable wake;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean closing;

    private AgentRunner(
            String name, boolean daemon, Agent agent, Clock clock, Runnable wake, Consumer<Throwable> onFailure) {
        this.agent = agent;
        this.clock = clock;
        this.wake = wake;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(daemon);
    }

    /**
     * Starts the thread.
     *
     * @param wake ends the wait an agent may be in inside {@link Agent#doWork}: usually {@link Waker#wake}; may do
     *     nothing
     * @param onFailure receives, on the agent's thread, the exception that ended the agent
     */
    public static AgentRunner start(
            String name, Agent agent, Clock clock, Runnable wake, Consumer<Throwable> onFailure) {
        return start(new AgentRunner(name, false, agent, clock, wake, onFailure));
    }

    /**
     * Starts a daemon thread, which keeps no JVM alive; otherwise like {@link #start}. For a watch that is not needed
     * once all else has ended.
     */
    public static AgentRunner startDaemon(
            String name, Agent agent, Clock clock, Runnable wake, Consumer<Throwable> onFailure) {
        return start(new AgentRunner(name, true, agent, clock, wake, onFailure));
    }

    private static AgentRunner start(AgentRunner runner) {
        runner.thread.start();
        return runner;
    }

    private void run() {
        try {
            while (!closing) {
                long untilNs = agent.doWork(clock.nanoTime());
                long waitNs = untilNs - clock.nanoTime();
                if (waitNs > 0 && !closing) {
                    LockSupport.parkNanos(this, waitNs);
                }
            }
        } catch (Throwable e) {
            onFailure.accept(e);
        } finally {
            closeAgent();
        }
    }

    private void closeAgent() {
        try {
            agent.onClose();
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }

    /** Makes the next turn begin now. */
    public void wake() {
        wake.run();
        LockSupport.unpark(thread);
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends the agent and waits for it up to five seconds; see {@link #close(long)}. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT_MS);
    }

    /**
     * Requests that the agent ends after its present turn, and waits for its {@link Agent#onClose}. A call by the
     * agent's own thread does not wait. An interrupt ends the wait and stays set.
     *
     * @return whether the thread has ended
     */
    public boolean close(long timeoutMs) {
        closing = true;
        wake();
        if (Thread.currentThread() == thread) {
            return false;
        }
        try {
            TimeUnit.MILLISECONDS.timedJoin(thread, timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}

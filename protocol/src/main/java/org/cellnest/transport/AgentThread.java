package org.cellnest.transport;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the thread of one agent later than its owner is made, and wakes it from then on. Before the start, waking and
 * closing do nothing. Thread-safe; see {@link AgentRunner}.
 */
public final class AgentThread {
    private volatile @Nullable AgentRunner runner;

    /** Starts the thread; once. The parameters are those of {@link AgentRunner#start}. */
    public void start(String name, Agent agent, Clock clock, Runnable wake, Consumer<Throwable> onFailure) {
        runner = AgentRunner.start(name, agent, clock, wake, onFailure);
    }

    /** Makes the next turn happen now. */
    public void wake() {
        AgentRunner running = runner;
        if (running != null) {
            running.wake();
        }
    }

    /** Ends the thread after its present turn and waits for it, see {@link AgentRunner#close(long)}. */
    public void close(long timeoutMs) {
        AgentRunner running = runner;
        if (running != null) {
            running.close(timeoutMs);
        }
    }
}

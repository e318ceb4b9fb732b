package org.cellnest.runtime.link;

import java.util.function.Consumer;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.runtime.deploy.RegistrationBoard;
import org.cellnest.session.PrimaryLink;
import org.cellnest.transport.AgentThread;

/**
 * Commands a link to one router. A link keeps one session at a time with two threads: {@link RouterLinkAgent} receives
 * on the primary connection, {@link ReplyLane} sends on the other one.
 *
 * <p>Any thread may call every method.
 */
public final class RouterLink {
    private final LinkSetup setup;
    private final AgentThread thread = new AgentThread();
    private final PrimaryLink primary;
    private final RouterLinkAgent agent;
    private final ReplyLane lane;
    private final RegistrationBoard.View view;

    /**
     * @param onChange called by any thread after a change of {@link #isPast} or {@link #running}, or of the
     *     announcement; returns at once
     */
    public RouterLink(LinkSetup setup, DeploymentDispatcher deploymentDispatcher, Runnable onChange) {
        this.setup = setup;
        this.primary = new PrimaryLink(
                setup.endpoint(),
                setup.maxMessageBytes(),
                setup.transport(),
                setup.clock().nanoTime());
        this.agent = new RouterLinkAgent(setup, deploymentDispatcher, primary, thread::wake, onChange);
        this.lane = agent.lane();
        this.view = agent.view();
    }

    /** Starts both threads; once. */
    public void start(Consumer<Throwable> onFailure) {
        lane.start(onFailure);
        thread.start("cell-receive-" + setup.endpoint(), agent, setup.clock(), primary::endWait, onFailure);
    }

    public String endpoint() {
        return setup.endpoint();
    }

    /** Requests that the router sends nothing new. */
    public void drain() {
        SessionExchanges present = agent.live();
        if (present != null) {
            present.drain();
        }
    }

    /** Whether the router has welcomed a revision as new as this, or there is no session. */
    public boolean isPast(long revision) {
        SessionExchanges present = agent.live();
        return present == null || present.isOver() || view.welcomedRevision() >= revision;
    }

    /** Returns the number of the router's requests in flight. */
    public int running() {
        SessionExchanges present = agent.live();
        return present == null ? 0 : present.running();
    }

    /** Breaks off bodies that still flow, sends GOODBYE, if there is a session, and ends both threads. */
    public void close(long timeoutMs) {
        SessionExchanges present = agent.live();
        if (present != null) {
            present.breakOffStreams(ErrorCode.DRAINING, "the cell leaves");
            present.leave();
            lane.awaitLeft(present, timeoutMs);
        }
        thread.close(timeoutMs);
        lane.close(timeoutMs);
    }
}

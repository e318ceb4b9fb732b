package org.cellnest.gateway.link;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.cellnest.gateway.docs.RouterRoutes;
import org.cellnest.gateway.metrics.GatewayCounters.Event;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.session.PrimaryLink;
import org.cellnest.transport.AgentThread;
import org.cellnest.transport.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Commands a link to one router. A link keeps one session at a time. Its own thread, in {@link RouterLinkAgent}, owns
 * the primary connection with registration and heartbeats. Requests travel on the I/O threads' lanes.
 *
 * <p>Any thread may call every method. Commands take effect on the link's thread, in order.
 */
public final class RouterLink {
    static final int MAILBOX = 1_024;

    private final LinkSetup setup;
    private final AgentThread thread = new AgentThread();
    private final Mailbox<Runnable> commands = new Mailbox<>(MAILBOX, thread::wake);
    private final PrimaryLink primary;
    private final RouterLinkAgent agent;

    public RouterLink(LinkSetup setup, List<GatewayLoopProxy> loops) {
        this.setup = setup;
        this.primary = new PrimaryLink(
                setup.endpoint(),
                setup.maxMessageBytes(),
                setup.transport(),
                setup.clock().nanoTime());
        this.agent = new RouterLinkAgent(setup, this, commands, primary, loops);
    }

    /** Starts the thread; once. */
    public void start(Consumer<Throwable> onFailure) {
        thread.start("gateway-router-" + setup.endpoint(), agent, setup.clock(), primary::endWait, onFailure);
    }

    public String endpoint() {
        return setup.endpoint();
    }

    /** Whether requests may be sent on all lanes. */
    public boolean isReady() {
        return agent.status().isReady();
    }

    /** Returns the reason for people why the link is not ready. */
    public String why() {
        return agent.status().why();
    }

    /** Counts a lane of a session that has joined. */
    void laneJoined(SessionHandle of) {
        commands.offer(() -> agent.onLaneJoined(of));
    }

    /** Counts a batch that breaks the protocol. */
    void badBatch() {
        setup.counters().count(Event.BAD_BATCH);
    }

    /** Reports that a lane of a session is lost, could not join, or has received GOODBYE. */
    void laneLost(SessionHandle of, ErrorCode code, String reason) {
        commands.offer(() -> agent.onLaneLost(of, code, reason));
    }

    /**
     * Requests the router's present routes; completes with null if there is no session, or the router does not send
     * them in time.
     */
    public CompletableFuture<@Nullable RouterRoutes> describe() {
        CompletableFuture<@Nullable RouterRoutes> answer = new CompletableFuture<>();
        if (!commands.offer(() -> agent.onDescribe(answer))) {
            answer.complete(null);
        }
        return answer;
    }

    /** Leaves the router once nothing is outstanding and nothing new will be sent. Ends the thread. */
    public void leave(long timeoutMs) {
        commands.offer(agent::onLeave);
        thread.close(timeoutMs);
    }
}

package org.cellnest.router.broker;

import java.util.Iterator;
import java.util.List;
import org.cellnest.protocol.Heartbeat;

/**
 * Ends heartbeat periods: sends each session a HEARTBEAT, some in each turn, and detects sessions that were silent for
 * too long. Used by the broker's thread alone.
 */
final class HeartbeatPeriods {
    /** A listener that ends the sessions of silent peers. */
    interface Listener {
        /** Reports that a session has been silent for so many periods that its peer counts as dead. */
        void onSilent(Session session, int periods, long nowNs);
    }

    /** The maximum number of sessions whose period ends in one turn: each is sent a frame, or has its end logged. */
    private static final int MAX_PERIODS = 16;

    private final long heartbeatNs;
    private final int deadAfterMissed;
    private final Sessions sessions;
    private final Outboxes outboxes;
    private final Backpressure backpressure;
    private final Tasks tasks;
    private final Listener listener;

    private long nextNs;
    /** Whether the router itself was stopped in this period, so that silence counts against no peer. */
    private boolean stalled;

    HeartbeatPeriods(
            BrokerSettings settings,
            Sessions sessions,
            Outboxes outboxes,
            Backpressure backpressure,
            Tasks tasks,
            Listener listener,
            long nowNs) {
        this.heartbeatNs = settings.heartbeatNs();
        this.deadAfterMissed = settings.deadAfterMissed();
        this.sessions = sessions;
        this.outboxes = outboxes;
        this.backpressure = backpressure;
        this.tasks = tasks;
        this.listener = listener;
        this.nextNs = nowNs + heartbeatNs;
    }

    /** Returns the end of the current period. */
    long nextNs() {
        return nextNs;
    }

    /** Excuses the silence of this period, since the router itself was stopped. */
    void onStall() {
        stalled = true;
    }

    /** Ends a period. */
    void end(long nowNs) {
        boolean counts = !stalled;
        stalled = false;
        nextNs = nowNs + heartbeatNs;
        end(List.copyOf(sessions.all()).iterator(), counts, nowNs);
    }

    private void end(Iterator<Session> all, boolean counts, long nowNs) {
        for (int i = 0; i < MAX_PERIODS && all.hasNext(); i++) {
            Session session = all.next();
            if (session.isWelcomed()) {
                end(session, counts, nowNs);
            }
        }
        if (all.hasNext()) {
            tasks.addForNextTurn(laterNs -> {
                end(all, counts, laterNs);
                return false;
            });
        }
    }

    private void end(Session session, boolean counts, long nowNs) {
        int missed = session.endPeriod(backpressure.isHeld(session), counts);
        if (missed >= deadAfterMissed) {
            listener.onSilent(session, missed, nowNs);
        } else {
            outboxes.add(session, Heartbeat.of(session.nextHeartbeat()));
        }
    }
}

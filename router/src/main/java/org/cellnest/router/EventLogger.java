package org.cellnest.router;

import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.LogLevel;
import org.cellnest.router.broker.BrokerEvents;
import org.cellnest.router.broker.CellSession;
import org.cellnest.router.broker.Exchange;
import org.cellnest.router.broker.Session;
import org.cellnest.router.control.EventRecorder;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens in the broker to the log, one line for each event; repeated ones are counted. */
final class EventLogger implements BrokerEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.cellnest.router.events");

    private final RepeatedLines lines;

    EventLogger(Clock clock) {
        this(EventLogger::write, clock);
    }

    EventLogger(RepeatedLines.Log log, Clock clock) {
        lines = new RepeatedLines(log, clock);
    }

    private static void write(boolean warning, String text) {
        if (warning) {
            LOG.warn("{}", text);
        } else {
            LOG.info("{}", text);
        }
    }

    /** Writes repeated lines that are due. Called periodically on the broker's thread. */
    void onTick() {
        lines.onTick();
    }

    @Override
    public void onJoined(Session session) {
        info("joined " + session, session + " " + EventRecorder.joined(session));
    }

    @Override
    public void onLeft(Session session, ErrorCode cause, String reason) {
        if (cause == ErrorCode.GOODBYE) {
            info("left " + session, session + " " + EventRecorder.left(cause, reason));
        } else {
            warn("lost " + session + " " + cause, session + " " + EventRecorder.left(cause, reason));
        }
    }

    @Override
    public void onRefused(String who, ErrorCode code, String reason) {
        warn("refused " + code + " " + reason, who + " refused (" + code.wireName() + "): " + reason);
    }

    @Override
    public void onBadReply(CellSession cell, Exchange exchange, String fault) {
        warn(
                "bad reply " + cell.peerId + " " + exchange.route(),
                "cell " + cell.peerId + " answered " + exchange.method + " " + exchange.route() + " with " + fault);
    }

    @Override
    public void onDeploymentAccepted(
            String cellId, DeploymentInfo deployment, @Nullable DeploymentInfo before, int routes) {
        if (deployment.equals(before)) {
            return;
        }
        String name =
                deployment.version().isEmpty() ? deployment.name() : deployment.name() + " " + deployment.version();
        String what = "cell " + cellId + (deployment.paused() ? " pauses " : " serves ") + name + " with "
                + EventRecorder.counted(routes);
        String level = deployment.meta().getOrDefault(LogLevel.META, "");
        boolean otherLevel = before != null && !level.equals(before.meta().getOrDefault(LogLevel.META, ""));
        info("accepted " + what + level, otherLevel ? what + ", logged from " + level + " on" : what);
    }

    @Override
    public void onDeploymentRefused(String cellId, String deployment, ErrorCode code, String reason, boolean again) {
        warn(
                "refused " + cellId + " " + deployment + " " + code,
                "cell " + cellId + ": deployment " + deployment + " refused (" + code.wireName() + "): " + reason);
    }

    @Override
    public void onDeploymentWithdrawn(String cellId, String deployment) {
        info("withdrawn " + cellId + " " + deployment, "cell " + cellId + " no longer serves " + deployment);
    }

    @Override
    public void onDrained(String cellId) {
        info("drained " + cellId, "cell " + cellId + " gets nothing new: an operator drained it");
    }

    @Override
    public void onResumed(String cellId) {
        info("resumed " + cellId, "cell " + cellId + " is served as before: an operator resumed it");
    }

    @Override
    public void onOverloaded(int parked) {
        warn("overloaded", EventRecorder.waiting(parked) + " for a cell, and more are turned away");
    }

    @Override
    public void onRelieved(int parked) {
        info("relieved", EventRecorder.waiting(parked) + " for a cell; there is room again");
    }

    private void info(String key, String text) {
        lines.line(key, false, text);
    }

    private void warn(String key, String text) {
        lines.line(key, true, text);
    }
}

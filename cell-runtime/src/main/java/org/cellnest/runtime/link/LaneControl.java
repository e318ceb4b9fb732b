package org.cellnest.runtime.link;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.cellnest.protocol.Drain;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.protocol.Message;
import org.cellnest.runtime.deploy.Announcement;

/**
 * Writes the records that a session's second connection carries beside final ones: heartbeats, DRAIN and later
 * registrations. They are in the order in which the router must receive them.
 *
 * <p>Belongs to the sending thread.
 */
final class LaneControl {
    /** Takes records in the order in which they are to be sent. */
    interface Sink {
        /** Adds a record to the next batch. */
        void append(Message message);

        /** Adds whole frames, after the records before. */
        void append(List<byte[]> frames);
    }

    private final LinkSetup setup;
    private final IntSupplier waiting;
    private final SessionExchanges session;
    private long nextHeartbeatNs;
    private long heartbeats;
    private boolean drainSent;

    /** @param waiting counts the requests that wait for a thread */
    LaneControl(LinkSetup setup, IntSupplier waiting, SessionExchanges session, long nowNs) {
        this.setup = setup;
        this.waiting = waiting;
        this.session = session;
        this.nextHeartbeatNs = nowNs;
    }

    long nextHeartbeatNs() {
        return nextHeartbeatNs;
    }

    /** Writes the records that are due. */
    void writeTo(Sink sink, long nowNs) {
        if (nowNs - nextHeartbeatNs >= 0) {
            nextHeartbeatNs =
                    nowNs + TimeUnit.MILLISECONDS.toNanos(session.hello().heartbeatMs());
            // Not with the first: a cell that starts has better to do than to load what tells of its JVM.
            Map<String, Long> counters =
                    heartbeats == 0 ? Map.of() : setup.figures().counters();
            sink.append(new Heartbeat(
                    ++heartbeats, session.calls(), waiting.getAsInt(), session.oldestMs(nowNs), counters));
        }
        if (session.isDraining() && !drainSent) {
            drainSent = true;
            sink.append(new Drain());
        }
        Announcement announcement = setup.board().current();
        if (announcement != null && announcement.revision() > session.sentRevision()) {
            session.onSentRevision(announcement.revision());
            sink.append(registration(announcement));
        }
    }

    private List<byte[]> registration(Announcement announcement) {
        return RegistrationWriter.frames(
                setup.identity(),
                setup.levels().toldOf(announcement),
                setup.concurrency().share(),
                setup.concurrency().deploymentShare(announcement.deploymentConcurrency()),
                setup.concurrency().streamShare(setup.streams().most()),
                session.hello().limits(),
                null);
    }
}

package org.cellnest.transport.jeromq;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.transport.Agent;
import org.cellnest.transport.AgentRunner;
import org.cellnest.transport.Clock;
import org.cellnest.transport.SystemClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the file of an {@link AllowList}: a change is in force within a second. A file that is broken or missing
 * leaves the last good list in force, and is logged once. One daemon thread looks at the file; {@link #get} is for any
 * thread and never blocks.
 */
public final class WatchedAllowList implements Supplier<AllowList>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedAllowList.class);
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Follower follower;
    private final AgentRunner runner;

    private WatchedAllowList(Follower follower, AgentRunner runner) {
        this.follower = follower;
        this.runner = runner;
    }

    /**
     * Reads the file and begins to follow it.
     *
     * @throws KeyFileException if the file cannot be used now
     */
    public static WatchedAllowList open(Path file) throws KeyFileException {
        Clock clock = SystemClock.INSTANCE;
        Follower follower = new Follower(file, clock);
        LOG.info("{}: {}", file, follower.inForce);
        AgentRunner runner = AgentRunner.startDaemon(
                "allow-list " + file.getFileName(),
                follower,
                clock,
                () -> {},
                e -> LOG.error("{}: is not followed any more", file, e));
        return new WatchedAllowList(follower, runner);
    }

    /**
     * Returns the list in force. It is the same object until the file has other keys, so that a caller may compare by
     * identity.
     */
    @Override
    public AllowList get() {
        return follower.inForce;
    }

    /** Ends the watch; the last list stays. */
    @Override
    public void close() {
        runner.close();
    }

    /** Looks at the file, publishes the list and logs changes. Runs on the daemon thread. */
    private static final class Follower implements Agent {
        private final Path file;
        private final Clock clock;
        private final AllowListWatch watch;
        private volatile AllowList inForce;

        Follower(Path file, Clock clock) throws KeyFileException {
            this.file = file;
            this.clock = clock;
            this.watch = new AllowListWatch(file, clock.epochMillis());
            this.inForce = watch.inForce();
        }

        @Override
        public long doWork(long nowNs) {
            AllowListChange change = watch.look(clock.epochMillis());
            if (change != null) {
                inForce = watch.inForce();
                if (change instanceof AllowListChange.Broken) {
                    LOG.warn("{}", change.sentence(file));
                } else {
                    LOG.info("{}", change.sentence(file));
                }
            }
            return nowNs + LOOK_INTERVAL_NS;
        }

        @Override
        public void onClose() {}
    }
}

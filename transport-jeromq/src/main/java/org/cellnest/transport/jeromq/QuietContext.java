package org.cellnest.transport.jeromq;

import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import zmq.Ctx;
import zmq.Msg;
import zmq.pipe.Pipe;
import zmq.socket.Pair;
import zmq.util.function.BiFunction;

/**
 * A JeroMQ context whose threads never start and whose selectors never wait. It serves only the calls that engines
 * make. Shared by all engines of a process; creating and closing loops is guarded by its lock.
 */
final class QuietContext extends Ctx {

    static {
        // Timers and handles are used by the owner's thread, which is not the poller's, since that one never runs.
        QuietContext.class.getClassLoader().setPackageAssertionStatus("zmq.poll", false);
    }

    private static final int NO_THREAD = -1;

    /** The poller's thread, which never starts. */
    private final Thread never = new Thread("jeromq-never");

    private final QuietSocket socket;
    private @Nullable Runnable lastPoller;

    QuietContext() {
        this.socket = new QuietSocket(this);
    }

    @Override
    public Selector createSelector() {
        return new NoSelector();
    }

    @Override
    public boolean closeSelector(Selector selector) {
        ((NoSelector) selector).closeQuietly();
        return true;
    }

    @Override
    public BiFunction<Runnable, String, Thread> getThreadFactory() {
        return (poller, name) -> {
            lastPoller = poller;
            return never;
        };
    }

    /** Creates the loop that the engines of one owner register with. */
    synchronized IoLoop newLoop() {
        zmq.io.IOThread thread = new zmq.io.IOThread(this, NO_THREAD);
        Runnable poller = lastPoller;
        if (poller == null) {
            throw new IllegalStateException("JeroMQ's I/O thread has made no poller");
        }
        return new IoLoop(thread, (zmq.poll.Poller) poller);
    }

    /** Returns the socket that engines report their events to; it has no connections. */
    QuietSocket socket() {
        return socket;
    }

    synchronized void close() {
        socket.free();
        terminate();
    }

    /** A socket without pipes, monitors or peers. */
    static final class QuietSocket extends Pair {
        private QuietSocket(Ctx context) {
            super(context, NO_THREAD, 0);
        }

        private void free() {
            processDestroy();
            destroy();
        }

        @Override
        protected void xattachPipe(Pipe pipe, boolean subscribe2all, boolean isLocallyInitiated) {
            throw new IllegalStateException("no pipe takes part");
        }

        @Override
        protected boolean xsend(Msg message) {
            throw new IllegalStateException("no message goes by the socket");
        }
    }
}

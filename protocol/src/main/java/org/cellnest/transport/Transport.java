package org.cellnest.transport;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import zmq.Ctx;
import zmq.SocketBase;
import zmq.ZMQ;

/**
 * The sockets' common ground in a process: I/O threads, limits, and what happens when one of those threads fails.
 * Thread-safe. Sockets are closed by their owners; then the transport is closed.
 */
public final class Transport implements AutoCloseable {

    /** Writes the line to the error stream and ends the process at once with code 70, running no shutdown hook. */
    public static final BiConsumer<String, Throwable> END_PROCESS = (line, cause) -> {
        System.err.println(line);
        Runtime.getRuntime().halt(70);
    };

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final Ctx context = new Ctx();
    private final IoThreads ioThreads;
    private final int closeTimeoutMs;
    private final Collection<String> openSockets = new ConcurrentLinkedQueue<>();
    private final AtomicLong faults = new AtomicLong();
    private final Object lock = new Object();
    private boolean closed;

    private Transport(TransportSettings settings) {
        closeTimeoutMs = settings.closeTimeoutMs();
        context.set(ZMQ.ZMQ_IO_THREADS, settings.ioThreads());
        context.set(ZMQ.ZMQ_MAX_SOCKETS, settings.maxSockets());
        context.set(ZMQ.ZMQ_BLOCKY, 0);
        ioThreads = new IoThreads((thread, cause) -> settings.onFatal()
                .accept(
                        thread.getName() + " was ended by " + cause + "; no socket of this process works any more",
                        cause));
        context.setThreadFactory(ioThreads::create);
        context.setNotificationExceptionHandler((thread, cause) -> reportFault(cause));
    }

    public static Transport open() {
        return open(TransportSettings.defaults());
    }

    public static Transport open(TransportSettings settings) {
        return new Transport(settings);
    }

    /**
     * How often an I/O thread met an exception that it survived; one connection was hurt each time. Logged at counts
     * that are powers of two, so that a peer cannot fill the log.
     */
    public long faults() {
        return faults.get();
    }

    private void reportFault(Throwable cause) {
        long count = faults.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("fault {} on a connection: {}", count, cause, cause);
        }
    }

    IoThreads ioThreads() {
        return ioThreads;
    }

    SocketBase openSocket(int type, String name) {
        try {
            // a context that never had a socket would still give one after its end
            synchronized (lock) {
                if (closed) {
                    throw new TransportException(name + ": the transport is closed");
                }
                SocketBase socket = context.createSocket(type);
                openSockets.add(name);
                return socket;
            }
        } catch (org.zeromq.ZMQException e) {
            throw new TransportException(name + ": too many sockets are open (" + openSockets.size() + ")");
        }
    }

    void closeSocket(SocketBase socket, String name) {
        openSockets.remove(name);
        socket.close();
    }

    /**
     * Ends the transport: a socket still open refuses everything from now on, and is waited for until its owner closes
     * it, for the time the settings say. Sockets whose owners have not closed them by then are named in the log.
     */
    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Thread terminator = new Thread(this::terminate, "transport-close");
        terminator.setDaemon(true);
        terminator.start();
        try {
            TimeUnit.MILLISECONDS.timedJoin(terminator, closeTimeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminator.isAlive()) {
            LOG.warn("transport not closed within {} ms; sockets still open: {}", closeTimeoutMs, openSockets);
        }
    }

    private void terminate() {
        try {
            context.terminate();
        } catch (RuntimeException e) {
            LOG.warn("transport: error while closing", e);
        }
    }
}

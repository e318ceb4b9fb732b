package org.cellnest.process.ops;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Runs Undertow's HTTP/1.1 listener on one event loop. It is assembled by hand, so that a {@link ConnectionLimiter}
 * sees each connection first, and a {@link StrictConduit} each octet. At its limit Undertow itself stops accepting,
 * health checks included. Any thread may close it.
 */
final class OpsListener {
    /** The limit of accepted connections on the socket, which includes those that the limiter has not seen yet. */
    private static final int ACCEPTED = ConnectionLimiter.MAX_CONNECTIONS * 4;

    private static final int BACKLOG = 1_024;
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int MAX_POOLED = 64;
    private static final int POOLED_BY_LOOP = 12;
    /**
     * The limit of Undertow's parser, which is above that of {@link StrictHead}, as are its limits on fields and
     * parameters.
     */
    private static final int MAX_HEADER_BYTES = 2 * StrictHead.MAX_BYTES;

    private static final long STOP_MS = 2_000;

    private final XnioWorker worker;
    private final DefaultByteBufferPool buffers =
            new DefaultByteBufferPool(true, BUFFER_BYTES, MAX_POOLED, POOLED_BY_LOOP);
    private final HttpOpenListener listener;
    private @Nullable AcceptingChannel<StreamConnection> port;

    private OpsListener(XnioWorker worker, HttpHandler handler, int maxBodyBytes, OpsTimeouts timeouts) {
        this.worker = worker;
        listener = new HttpOpenListener(buffers, undertowOptions(maxBodyBytes, timeouts));
        listener.setRootHandler(handler);
    }

    /**
     * Opens the port.
     *
     * @param limiter receives each connection on the event loop
     * @param refused creates the request that the handler receives in place of one with a refused head
     * @throws IOException if the port cannot be bound
     */
    static OpsListener open(
            InetSocketAddress address,
            HttpHandler handler,
            ConnectionLimiter limiter,
            RefusedRequests refused,
            int maxBodyBytes,
            OpsTimeouts timeouts)
            throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("unknown host");
        }
        XnioWorker worker = Xnio.getInstance(OpsListener.class.getClassLoader())
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "ops-http")
                        .set(Options.WORKER_IO_THREADS, 1)
                        // Nothing is ever dispatched to workers; Undertow has to have one all the same.
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
        OpsListener opened = new OpsListener(worker, handler, maxBodyBytes, timeouts);
        try {
            opened.bind(address, limiter, refused, timeouts);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    private void bind(
            InetSocketAddress address, ConnectionLimiter limiter, RefusedRequests refused, OpsTimeouts timeouts)
            throws IOException {
        AcceptingChannel<StreamConnection> accepting = worker.createStreamConnectionServer(
                address,
                ChannelListeners.openListenerAdapter(connection -> {
                    limiter.onOpen(connection);
                    StreamSourceConduit source = connection.getSourceChannel().getConduit();
                    connection.getSourceChannel().setConduit(new StrictConduit(source, refused));
                    listener.handleEvent(connection);
                }),
                socketOptions(timeouts));
        port = accepting;
        accepting.resumeAccepts();
    }

    private static OptionMap undertowOptions(int maxBodyBytes, OpsTimeouts timeouts) {
        return OptionMap.builder()
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, timeouts.headMs())
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, timeouts.headMs())
                .set(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .set(UndertowOptions.MAX_HEADERS, 2 * StrictHead.MAX_FIELDS)
                .set(UndertowOptions.MAX_COOKIES, StrictHead.MAX_BYTES)
                .set(UndertowOptions.MAX_PARAMETERS, StrictHead.MAX_BYTES)
                // Beyond a handler's own bound, which has a better answer.
                .set(UndertowOptions.MAX_ENTITY_SIZE, maxBodyBytes * 2L)
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                .getMap();
    }

    private static OptionMap socketOptions(OpsTimeouts timeouts) {
        return OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BACKLOG, BACKLOG)
                .set(Options.CONNECTION_HIGH_WATER, ACCEPTED)
                .set(Options.CONNECTION_LOW_WATER, ACCEPTED)
                .set(Options.READ_TIMEOUT, timeouts.transferMs())
                .set(Options.WRITE_TIMEOUT, timeouts.transferMs())
                .getMap();
    }

    /** Returns the actual port. */
    int boundPort() {
        if (port == null) {
            throw new IllegalStateException("not open");
        }
        return port.getLocalAddress(InetSocketAddress.class).getPort();
    }

    /** Closes the port and every connection. */
    void close() {
        IoUtils.safeClose(port);
        listener.closeConnections();
        worker.shutdownNow();
        try {
            worker.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        buffers.close();
    }
}

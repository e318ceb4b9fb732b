package org.cellnest.gateway.http;

import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * Runs Undertow's HTTP/1.1 listener on event loops of its own, which are assembled by hand. The I/O threads thus exist
 * before the port opens, and the port can be closed while connections are still served. Limits on heads, bodies and
 * waiting are the gateway's own, so that excess is answered in the gateway's form; Undertow's limits are set beyond
 * them.
 */
public final class HttpServer {
    /** The size of a buffer: a head and a body of 16 KiB in one read. */
    private static final int BUFFER_BYTES = 32 << 10;
    /** Buffers kept for later, 16 MiB in all; and of them for each event loop. */
    private static final int MAX_POOLED = 512;

    private static final int POOLED_BY_LOOP = 12;
    private static final int BACKLOG = 1_024;
    /** The octets by which the substitute for a refused head may be longer than the head. */
    private static final int HEADER_ROOM = 1 << 10;

    private final HttpSettings settings;
    private final XnioWorker worker;
    private final DefaultByteBufferPool buffers =
            new DefaultByteBufferPool(true, BUFFER_BYTES, MAX_POOLED, POOLED_BY_LOOP);
    private @Nullable HttpOpenListener listener;
    private @Nullable AcceptingChannel<StreamConnection> port;

    public HttpServer(HttpSettings settings) throws IOException {
        this.settings = settings;
        worker = Xnio.getInstance(HttpServer.class.getClassLoader())
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "gateway-http")
                        .set(Options.WORKER_IO_THREADS, settings.ioThreads())
                        // Nothing is ever dispatched to workers; Undertow has to have one all the same.
                        .set(Options.WORKER_TASK_CORE_THREADS, 1)
                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
    }

    /** Returns the event loops, by their numbers. */
    public List<XnioIoThread> ioThreads() {
        XnioIoThread[] byNumber = new XnioIoThread[settings.ioThreads()];
        for (int i = 0; i < byNumber.length; i++) {
            XnioIoThread thread = worker.getIoThread(i);
            byNumber[thread.getNumber()] = thread;
        }
        List<XnioIoThread> threads = new ArrayList<>();
        for (XnioIoThread thread : byNumber) {
            threads.add(thread);
        }
        return threads;
    }

    /**
     * Opens the port.
     *
     * @param intake sees each connection first, on its event loop
     */
    public void start(HttpHandler handler, ChannelListener<StreamConnection> intake) throws IOException {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw new IOException("unknown host");
        }
        HttpOpenListener opened = new HttpOpenListener(buffers, undertowOptions());
        opened.setRootHandler(handler);
        listener = opened;
        AcceptingChannel<StreamConnection> accepting = worker.createStreamConnectionServer(
                address,
                ChannelListeners.openListenerAdapter(connection -> {
                    intake.handleEvent(connection);
                    opened.handleEvent(connection);
                }),
                socketOptions());
        port = accepting;
        accepting.resumeAccepts();
    }

    private OptionMap undertowOptions() {
        return OptionMap.builder()
                .set(UndertowOptions.DECODE_URL, false)
                .set(UndertowOptions.MAX_HEADER_SIZE, settings.heads().maxBytes() + HEADER_ROOM)
                .set(UndertowOptions.MAX_HEADERS, settings.heads().maxFields() * 2)
                .set(UndertowOptions.MAX_COOKIES, settings.heads().maxFields() * 2)
                // Parameters are the cells' to read; their number is bounded by the length of the line.
                .set(UndertowOptions.MAX_PARAMETERS, 1 << 20)
                .set(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .set(UndertowOptions.ENABLE_HTTP2, false)
                .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, false)
                .set(UndertowOptions.RECORD_REQUEST_START_TIME, false)
                .getMap();
    }

    private OptionMap socketOptions() {
        // No READ_TIMEOUT and WRITE_TIMEOUT: Undertow would set a timer twice for each request. Idle connections,
        // heads,
        // bodies, waiting requests and slow readers have their limits in the gateway's loop.
        return OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.KEEP_ALIVE, true)
                .set(Options.BACKLOG, BACKLOG)
                .set(Options.CONNECTION_HIGH_WATER, settings.maxConnections())
                .set(Options.CONNECTION_LOW_WATER, settings.maxConnections())
                .getMap();
    }

    /** Returns the port to which the server is bound. */
    public int boundPort() {
        if (port == null) {
            throw new IllegalStateException("not started");
        }
        return port.getLocalAddress(InetSocketAddress.class).getPort();
    }

    /** Takes no new connections; those that stand are served on. Returns after the port is closed, not before. */
    public void stopAccepting() {
        IoUtils.safeClose(port);
    }

    /** Closes what is left. */
    public void stop(long timeoutMs) throws InterruptedException {
        stopAccepting();
        if (listener != null) {
            listener.closeConnections();
        }
        worker.shutdownNow();
        worker.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
        buffers.close();
    }
}

package org.cellnest.session;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cellnest.buffer.Bytes;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Limits;
import org.cellnest.transport.Backoff;
import org.cellnest.transport.Link;
import org.cellnest.transport.LinkEvent;
import org.cellnest.transport.LinkSettings;
import org.cellnest.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Owns the primary connection to one router, one after another: each session has a connection of its own, and a pause
 * precedes the next one. The pauses grow until a session begins. Knows nothing of the session's rules.
 *
 * <p>Belongs to one thread, which passes the time in nanoseconds of a monotonic clock; {@link #endWait} is for all
 * threads.
 */
public final class PrimaryLink {
    private static final int BACKOFF_FIRST_MS = 100;
    private static final int BACKOFF_MAX_MS = 1_000;
    private static final int ID_IN_USE_PAUSE_MS = 250;
    private static final int MAX_FRAMES_IN_A_TURN = 256;

    private final String endpoint;
    private final int maxMessageBytes;
    private final Transport transport;
    private final Backoff backoff = new Backoff(BACKOFF_FIRST_MS, BACKOFF_MAX_MS);
    private volatile @Nullable Link linkToWake;
    private @Nullable Link link;
    private Limits limits = Limits.DEFAULT;
    private long openAtNs;

    /**
     * @param endpoint the router's
     * @param maxMessageBytes the largest message taken before the router's HELLO states its limits
     */
    public PrimaryLink(String endpoint, int maxMessageBytes, Transport transport, long nowNs) {
        this.endpoint = endpoint;
        this.maxMessageBytes = maxMessageBytes;
        this.transport = transport;
        this.openAtNs = nowNs;
    }

    /** Ends a wait of {@link #receive}. Any thread. */
    public void endWait() {
        Link open = linkToWake;
        if (open != null) {
            open.waker().wake();
        }
    }

    public boolean isOpen() {
        return link != null;
    }

    /** Returns the end of the pause before the next connection. */
    public long openAtNs() {
        return openAtNs;
    }

    /** Begins to connect; the connection before must be closed. */
    public void open() {
        if (link != null) {
            throw new IllegalStateException("the primary of " + endpoint + " is open already (expected: closed)");
        }
        Link opened = Link.open(endpoint, LinkSettings.defaults().withMaxMessageBytes(maxMessageBytes), transport);
        link = opened;
        linkToWake = opened;
        limits = Limits.DEFAULT.withMaxMessageBytes(maxMessageBytes);
    }

    /** Returns the address of the router; null where no connection is open or the host is unknown. */
    public @Nullable InetSocketAddress address() {
        Link open = link;
        return open == null ? null : open.address();
    }

    /** Returns the limits of messages from the router. */
    public Limits limits() {
        return limits;
    }

    /** Begins a session: its limits hold from now on, and the next pause is the shortest again. */
    public void onLive(Limits agreed) {
        backoff.reset();
        limits = agreed;
    }

    /** Hands a frame to the connection; returns false where no connection is open or it does not take the frame now. */
    public boolean send(byte[] frame) {
        Link open = link;
        return open != null && open.send(frame);
    }

    /** Waits for the next event as {@link Link#receive}; LOST where no connection is open. */
    public LinkEvent receive(int timeoutMs) {
        Link open = link;
        return open == null ? LinkEvent.LOST : open.receive(timeoutMs);
    }

    /**
     * Returns the frame of the last {@link LinkEvent#FRAME}, borrowed until the next {@link #receive} or the close of the
     * connection.
     */
    public Bytes frame() {
        Link open = link;
        if (open == null) {
            throw new IllegalStateException("the primary of " + endpoint + " is closed (expected: open)");
        }
        return open.frame();
    }

    /**
     * Lends the frames that have arrived, up to a bound and until a frame makes the consumer close the connection.
     *
     * @param first the event that {@link #receive} has just returned
     * @return the reason for the connection's end where it has ended of itself, else null
     */
    public @Nullable String takeFrames(LinkEvent first, Consumer<Bytes> onFrame) {
        Link from = link;
        if (from == null) {
            return null;
        }
        LinkEvent event = first;
        for (int frames = 0; event == LinkEvent.FRAME && link == from; frames++) {
            onFrame.accept(from.frame());
            event = frames < MAX_FRAMES_IN_A_TURN ? from.receive(0) : LinkEvent.TIMEOUT;
        }
        return event == LinkEvent.LOST && link == from ? ConnectionEnd.reason(from.failure()) : null;
    }

    /** Closes the connection, if one is open; another may be opened at once. */
    public void close() {
        linkToWake = null;
        if (link != null) {
            link.close();
            link = null;
        }
    }

    /** Pauses before the next connection, for the time that the end of a session requires. */
    public void pauseAfter(ErrorCode end, long nowNs) {
        pause(end == ErrorCode.ID_IN_USE ? ID_IN_USE_PAUSE_MS : backoff.nextMs(), nowNs);
    }

    /** Pauses before the next connection. */
    public void pause(int ms, long nowNs) {
        openAtNs = nowNs + TimeUnit.MILLISECONDS.toNanos(ms);
    }
}

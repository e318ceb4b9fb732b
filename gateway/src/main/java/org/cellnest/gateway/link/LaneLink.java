package org.cellnest.gateway.link;

import java.io.IOException;
import java.util.function.Supplier;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.Slice;
import org.cellnest.gateway.dispatch.Lane;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.MessageType;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reject;
import org.cellnest.protocol.WireRecord;
import org.cellnest.session.ConnectionEnd;
import org.cellnest.session.Handshake;
import org.cellnest.transport.Engines;
import org.cellnest.transport.EventLink;
import org.cellnest.transport.LinkSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoFuture;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioIoThread;

/**
 * Joins a session by one I/O thread's connection, carries a {@link Lane}'s requests and their answers, and notices the
 * connection's end. It lives on the event loop, beside the clients' connections, so an answer needs no other thread on
 * its way. Belongs to the I/O thread, which calls every method.
 */
final class LaneLink {
    /** Receives a lane's events, on the I/O thread. */
    interface Owner {
        /** Makes the lane for requests, once the connection has joined. */
        Lane onJoined(LaneLink link);

        /** Whether there is room for more answers. */
        boolean mayRead();

        /** Takes in a record of an exchange, whose body is borrowed. */
        void onAnswer(Lane lane, WireRecord record);

        /** Ends a turn in which all arrived input was taken in. */
        void onTurn();
    }

    private static final Logger LOG = LoggerFactory.getLogger(LaneLink.class);

    private static final OptionMap OPTIONS = OptionMap.builder()
            .set(Options.TCP_NODELAY, true)
            .set(Options.KEEP_ALIVE, true)
            .getMap();
    /** Reads of what had arrived before the end; more is left to the next session. */
    private static final int MAX_LAST_READS = 64;

    private final SessionHandle session;
    private final LinkSettings settings;
    private final XnioIoThread thread;
    private final Engines engines;
    private final Handshake handshake;
    private final Owner owner;
    private @Nullable StreamConnection connection;
    private @Nullable EventLink link;
    private @Nullable Lane lane;
    /** Whether answers are left unread until there is room for them. */
    private boolean held;

    /** Whether the session drains. */
    private boolean draining;

    private boolean reported;
    private boolean closed;

    LaneLink(
            SessionHandle session,
            int laneNumber,
            LinkSettings settings,
            XnioIoThread thread,
            Engines engines,
            Supplier<byte[]> nonces,
            Owner owner) {
        this.session = session;
        this.settings = settings;
        this.thread = thread;
        this.engines = engines;
        this.handshake = Handshake.ofLane(session.identity(), session.id(), laneNumber, nonces);
        this.owner = owner;
    }

    /** Begins to connect to the address of the session's primary, and then joins. */
    void open() {
        thread.openStreamConnection(session.address(), this::onConnected, OPTIONS)
                .addNotifier(
                        new IoFuture.HandlingNotifier<StreamConnection, LaneLink>() {
                            @Override
                            public void handleFailed(IOException e, LaneLink failed) {
                                thread.execute(() ->
                                        failed.report(ErrorCode.LANE_LOST, "a lane cannot connect: " + e.getMessage()));
                            }
                        },
                        this);
    }

    private void onConnected(StreamConnection made) {
        if (closed) {
            IoUtils.safeClose(made);
            return;
        }
        connection = made;
        link = new EventLink(made.getSourceChannel(), made.getSinkChannel(), settings, engines);
        made.getSourceChannel().setReadListener(channel -> onReadable());
        made.getSinkChannel().setWriteListener(channel -> onWritable());
        made.getSourceChannel().resumeReads();
        flush();
    }

    SessionHandle session() {
        return session;
    }

    /** Returns the lane, once it has joined. */
    @Nullable
    Lane lane() {
        return lane;
    }

    /** Notes that the router takes nothing new by this lane, which may not have joined yet. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    private void onReadable() {
        EventLink from = link;
        if (from == null || closed) {
            return;
        }
        try {
            if (!from.receive(this::onFrame)) {
                lost(from);
            }
        } catch (RuntimeException e) {
            // What else had come by this read is lost, so nothing that follows could be told apart.
            LOG.error("an answer could not be taken in", e);
            IoUtils.safeClose(connection);
            report(ErrorCode.UNEXPECTED, "an answer could not be taken in: " + e);
        }
        awaitRoomWhereNeeded();
        StreamConnection over = connection;
        if (over != null && lane != null && !reported && !owner.mayRead()) {
            held = true;
            over.getSourceChannel().suspendReads();
        }
        owner.onTurn();
    }

    /** Reads on if there is room again. */
    void readOn() {
        StreamConnection over = connection;
        if (held && over != null && !closed && (reported || owner.mayRead())) {
            held = false;
            over.getSourceChannel().resumeReads();
        }
    }

    /** Notices an end that came without an event of the channel. */
    void onTended() {
        EventLink over = link;
        if (over != null && !closed && over.isEnded()) {
            lost(over);
            owner.onTurn();
        }
    }

    private void lost(EventLink over) {
        IoUtils.safeClose(connection);
        report(ErrorCode.LANE_LOST, ConnectionEnd.reason(over.failure()));
    }

    private void onWritable() {
        flush();
        owner.onTurn();
    }

    private void onFrame(Bytes frame) {
        if (reported || closed) {
            return;
        }
        Lane joined = lane;
        try {
            for (WireRecord record : Batch.parse(
                    frame, joined == null ? Limits.DEFAULT : session.hello().limits())) {
                MessageType type = record.type();
                if (joined == null) {
                    join(record);
                    joined = lane;
                } else if (isOfExchange(type)) {
                    owner.onAnswer(joined, record);
                } else {
                    onControl(record);
                }
            }
        } catch (ProtocolException e) {
            session.badBatch();
            report(ErrorCode.MALFORMED, "a bad batch: " + e.getMessage());
        }
    }

    private static boolean isOfExchange(@Nullable MessageType type) {
        return type == MessageType.REPLY
                || type == MessageType.REFUSE
                || type == MessageType.DEADLINE
                || type == MessageType.DATA
                || type == MessageType.CREDIT
                || type == MessageType.RESET;
    }

    private void join(WireRecord record) throws ProtocolException {
        handshake.on(MessageCodec.decode(record)).forEach(frame -> send(Slice.of(frame)));
        if (handshake.state() == Handshake.State.FAILED) {
            report(handshake.failure(), handshake.reason());
        } else if (handshake.state() == Handshake.State.ESTABLISHED) {
            lane = owner.onJoined(this);
            session.laneJoined();
        }
    }

    private void onControl(WireRecord record) throws ProtocolException {
        if (record.type() == MessageType.REJECT) {
            Reject reject = (Reject) MessageCodec.decode(record);
            report(ErrorCode.of(reject.code()), reject.reason());
        } else if (record.type() == MessageType.HELLO) {
            report(ErrorCode.LANE_LOST, "the connection of a lane was replaced");
        } else if (record.type() == MessageType.GOODBYE) {
            report(ErrorCode.GOODBYE, "the router said goodbye");
        }
    }

    private void report(ErrorCode code, String reason) {
        if (!reported && !closed) {
            reported = true;
            session.laneLost(code, reason);
        }
    }

    /** Hands a frame to the connection; returns false if it takes none. */
    boolean send(Bytes... parts) {
        EventLink over = link;
        if (over == null || closed || reported) {
            return false;
        }
        boolean taken = over.send(parts);
        awaitRoomWhereNeeded();
        return taken;
    }

    private void flush() {
        EventLink over = link;
        if (over != null && !closed) {
            over.flush();
            awaitRoomWhereNeeded();
            if (over.isEnded()) {
                lost(over);
            }
        }
    }

    private void awaitRoomWhereNeeded() {
        StreamConnection over = connection;
        if (over == null || link == null || closed) {
            return;
        }
        if (!link.hasUnsent()) {
            over.getSinkChannel().suspendWrites();
        } else if (!over.getSinkChannel().isWriteResumed()) {
            over.getSinkChannel().resumeWrites();
        }
    }

    /** Takes in the answers that have arrived, then closes. */
    void close() {
        EventLink from = link;
        if (from != null && lane != null && !reported) {
            // A read that ends no frame does not say that nothing is left: a frame may take several.
            int reads = 0;
            while (reads < MAX_LAST_READS && from.receive(this::onFrame)) {
                reads++;
            }
        }
        closed = true;
        if (from != null) {
            from.close();
        }
        IoUtils.safeClose(connection);
    }
}

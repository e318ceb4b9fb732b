package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import java.util.Set;
import org.cellnest.buffer.Bytes;
import org.cellnest.transport.Engine;
import org.cellnest.transport.Role;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.Options;
import zmq.io.StreamEngine;

/**
 * Adapts JeroMQ's engine of one connection to an {@link Engine}. Offers it the bytes that {@link FrameGuard} lets
 * through, and has it write until it has nothing left. Belongs to the owner of its connection.
 *
 * <p>Any exception of JeroMQ on a peer's bytes ends that peer's connection and no other.
 */
final class JeroMqEngine implements Engine, NestSession.Owner {

    /** Socket types that may talk to a ROUTER (RFC 28). */
    private static final Set<String> PEERS_OF_ROUTER = Set.of("DEALER", "ROUTER", "REQ");
    /** Socket types that may talk to a DEALER of the nest. */
    private static final Set<String> PEERS_OF_DEALER = Set.of("ROUTER");
    /**
     * The bytes that CURVE adds to a message (RFC 26, section "MESSAGE"): its name, a short nonce, a tag and the flags.
     */
    private static final int CURVE_BYTES = 33;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final JeroMqEngines home;
    private final Role role;
    private final ReadableByteChannel source;
    private final int maxFrames;
    private final Outlet outlet;
    private final PeerChannel channel;
    private final FrameGuard guard;
    private final NestSession session;
    private final StreamEngine engine;
    private final Runnable input;
    private final Runnable output;

    /** Whether {@link #home}'s buffer has bytes that were read from this connection, or a frame waits. */
    private boolean unread;
    /** The end of those bytes. */
    private int readUntil;
    /** The bytes that JeroMQ may take. */
    private ByteBuffer passed = NOTHING;
    /** Whether JeroMQ has reported that it has nothing to write. */
    private boolean idle;

    private boolean knownEstablished;
    /** Whether JeroMQ has allocated its buffers. */
    private boolean buffered;

    private boolean ended;
    private boolean released;
    /** Whether JeroMQ's code is running. */
    private boolean stepping;

    private String failure = "";

    JeroMqEngine(
            JeroMqEngines home,
            Role role,
            Options options,
            ReadableByteChannel source,
            WritableByteChannel sink,
            int maxFrameBytes,
            int maxFrames) {
        this.home = home;
        this.role = role;
        this.source = source;
        this.maxFrames = maxFrames;
        this.outlet = new Outlet(sink, home.out());
        this.channel = new PeerChannel(outlet);
        this.guard = new FrameGuard(
                home.transport().mechanism(),
                wireBytes(maxFrameBytes, home.transport().isCurve()),
                home.chunks());
        this.session = new NestSession(
                home.loop(),
                home.transport().context(),
                options,
                role instanceof Role.Dealer ? PEERS_OF_DEALER : PEERS_OF_ROUTER,
                this);
        this.engine = new StreamEngine(channel, options, "");
        this.input = engine::inEvent;
        this.output = engine::restartOutput;
        guarded(() -> engine.plug(home.loop().thread(), session));
    }

    /** Returns the size on the wire of a frame whose content has the given size. */
    static int wireBytes(int maxFrameBytes, boolean curve) {
        return curve ? Math.addExact(maxFrameBytes, CURVE_BYTES) : maxFrameBytes;
    }

    @Override
    public void read() {
        // It may have been this very buffer.
        passed = NOTHING;
        try {
            if (home.read(source, guard.rest()) < 0) {
                end("");
            }
        } catch (IOException e) {
            end("");
        }
        readUntil = home.in().limit();
        unread = true;
    }

    @Override
    public @Nullable Bytes next() {
        Bytes frame = session.pollArrived();
        while (frame == null && unread && !ended) {
            feed(home.in());
            frame = session.pollArrived();
            if (frame == null) {
                frame = guard.takeFrame();
            }
        }
        if (!ended) {
            answer();
        }
        if (frame == null) {
            home.chunks().endRead();
        }
        return frame;
    }

    /** Feeds JeroMQ as many of the bytes read as its buffer holds. */
    private void feed(ByteBuffer in) {
        if (!passed.hasRemaining()) {
            in.limit(readUntil);
            pass(in);
        }
        int before = passed.remaining();
        if (before > 0 && !ended) {
            guarded(input);
            if (passed.remaining() == before) {
                end("JeroMQ takes no more of what came");
            }
        }
        unread = in.position() < readUntil || passed.hasRemaining() || guard.isWaiting();
        if (!knownEstablished && !ended) {
            shakeHands();
        }
        if (session.isTypeKnown() && !home.transport().isCurve()) {
            guard.takeLarge();
        }
    }

    private void pass(ByteBuffer in) {
        try {
            passed = guard.next(in);
            if (!buffered && guard.isGreeted()) {
                home.transport().directMemory().take();
                buffered = true;
            }
            channel.offer(passed);
        } catch (Refusal e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    /** Answers a step of the handshake, which may be the last, before the next one is validated. */
    private void shakeHands() {
        pump();
        if (session.isEstablished()) {
            knownEstablished = true;
            guard.onEstablished();
            if (role instanceof Role.Router && home.transport().isCurve() && !ended) {
                // Its list may have changed since it was asked.
                if (isKeyListed()) {
                    home.onKey(this);
                } else {
                    endForItsKey();
                }
            }
        }
    }

    /**
     * Sends JeroMQ's answers to the bytes read, the handshake and PONGs, before another connection needs the buffer.
     */
    private void answer() {
        if (outlet.tookNote()) {
            idle = false;
        }
        outlet.drain();
    }

    /** Writes until nothing is left, or nothing more is taken. */
    private void pump() {
        do {
            idle = false;
            while (!idle && !ended && outlet.isOpen()) {
                outlet.tookNote();
                guarded(output);
                idle = !outlet.tookNote();
            }
        } while (idle && outlet.isOpen() && writeLarge());
    }

    /** Writes the next frame if it is one that JeroMQ does not encode; all that JeroMQ had to write precedes it. */
    private boolean writeLarge() {
        OutboundFrame.Large next = session.pollLarge();
        if (next == null) {
            return false;
        }
        outlet.frame(next.length(), next.parts());
        next.release();
        return true;
    }

    @Override
    public boolean flush() throws IOException {
        while (outlet.flush()) {
            if (ended || hasNothingToWrite()) {
                return true;
            }
            pump();
            outlet.drain();
        }
        return false;
    }

    private boolean hasNothingToWrite() {
        return idle && session.pendingFrames() == 0;
    }

    @Override
    public boolean hasUnsent() {
        return outlet.hasUnsent() || (!ended && !hasNothingToWrite());
    }

    @Override
    public boolean isFull() {
        return session.pendingFrames() >= maxFrames || session.pendingBytes() >= ENOUGH_BYTES;
    }

    @Override
    public long sentBytes() {
        return outlet.sentBytes();
    }

    @Override
    public void frame(Bytes... parts) {
        session.add(OutboundFrame.of(home.transport().isCurve(), parts));
    }

    /** Queues a message of JeroMQ's type. */
    void message(Msg message) {
        session.add(new OutboundFrame.Small(message));
    }

    @Override
    public boolean isEstablished() {
        return knownEstablished;
    }

    @Override
    public boolean choseId() {
        return session.choseId();
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public String peerKey() {
        return session.keyName();
    }

    @Override
    public boolean isKeyRefused() {
        return session.isKeyRefused();
    }

    /** Whether the key that was proved is still on its list. */
    boolean isKeyListed() {
        CurveKey key = session.key();
        return key != null && home.listOf(role).get().nameOf(key) != null;
    }

    void endForItsKey() {
        end(Sentences.keyGone(session.keyName()));
    }

    /** Runs a step of JeroMQ, and ends this engine if JeroMQ throws or has ended the connection. */
    private void guarded(Runnable step) {
        stepping = true;
        try {
            step.run();
        } catch (RuntimeException e) {
            end("JeroMQ cannot make sense of what came: " + e);
        } catch (OutOfMemoryError e) {
            if (!isDirectMemory(e)) {
                throw e;
            }
            end("no direct memory is left for another connection");
        } finally {
            stepping = false;
        }
        if (session.isEnded()) {
            endAsJeroMqHas();
        }
    }

    private void endAsJeroMqHas() {
        String reason = guard.errorReason();
        end(
                reason == null
                        ? session.failure()
                        : Sentences.refusedBy(reason, home.transport().client()));
    }

    @Override
    public @Nullable String nameOf(CurveKey key) {
        return home.listOf(role).get().nameOf(key);
    }

    @Override
    public long turns() {
        return home.turns();
    }

    @Override
    public void onEnded() {
        if (!stepping) {
            // A timer of JeroMQ's ran out.
            endAsJeroMqHas();
        }
    }

    private static boolean isDirectMemory(OutOfMemoryError error) {
        return String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT).contains("direct buffer memory");
    }

    private void end(String reason) {
        if (!ended) {
            ended = true;
            failure = reason;
            unread = false;
            passed = NOTHING;
            // What was said before goes, since others need the buffer, and it may be why.
            outlet.drain();
            release();
        }
    }

    private void release() {
        if (released) {
            return;
        }
        released = true;
        guard.drop();
        session.dropPending();
        if (!session.isEnded()) {
            try {
                engine.terminate();
            } catch (RuntimeException e) {
                // An engine that has thrown may be half plugged; the poller forgets it with its closed channel.
                closeChannel();
            }
        }
        if (buffered) {
            home.transport().directMemory().giveBack();
        }
        home.onReleased(this);
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a channel without a descriptor cannot be closed", e);
        }
    }

    @Override
    public void close() {
        ended = true;
        release();
        session.dropArrived();
    }
}

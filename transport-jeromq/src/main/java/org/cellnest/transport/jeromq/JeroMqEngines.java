package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.buffer.ChunkPool;
import org.cellnest.transport.Engine;
import org.cellnest.transport.Engines;
import org.cellnest.transport.FramePlace;
import org.cellnest.transport.Role;
import org.jspecify.annotations.Nullable;
import zmq.Options;

/**
 * Creates the engines of one owner, with the buffers that they share and the loop that JeroMQ registers them with. From
 * its greeting on, a connection has no more off the heap than JeroMQ's two buffers of 8 KiB and, without encryption, the
 * chunks of large frames. It reads through one
 * buffer that all share, and writes through another. Belongs to the owner's thread.
 */
final class JeroMqEngines implements Engines {

    /** The size of a buffer: a batch and a little more, so that one call moves it. */
    private static final int BUFFER_BYTES = 272 << 10;

    private static final long TEND_NS = TimeUnit.SECONDS.toNanos(1);
    /**
     * The number of ended engines that forces a turn of the poller. JeroMQ keeps them with their buffers until then, so
     * the clock alone must not decide.
     */
    private static final int MAX_ENDED = 64;

    private final JeroMqTransport transport;
    private final IoLoop loop;
    private final ChunkPool chunks;
    private ByteBuffer in = ByteBuffer.allocate(0);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Map<Role, Options> optionsByRole = new HashMap<>();
    private final List<Supplier<AllowList>> lists;
    private final AllowList[] seenLists;
    /** The engines whose peer has a key on a list. */
    private final Set<JeroMqEngine> keyed = new HashSet<>();

    private int endedSinceTurn;
    private int endedInTurn;
    private boolean turning;
    private long nextTurnNs;
    private long turns;
    private boolean begun;
    private boolean closed;

    JeroMqEngines(JeroMqTransport transport, IoLoop loop, ChunkPool chunks) {
        this.transport = transport;
        this.loop = loop;
        this.chunks = chunks;
        CurveServer server = transport.server();
        this.lists = server == null ? List.of() : server.clients();
        this.seenLists = lists.stream().map(Supplier::get).toArray(AllowList[]::new);
    }

    @Override
    public Engine engine(
            Role role, ReadableByteChannel source, WritableByteChannel sink, int maxFrameBytes, int maxFrames) {
        Options options = optionsByRole.computeIfAbsent(role, transport::options);
        options.maxMsgSize = JeroMqEngine.wireBytes(maxFrameBytes, transport.isCurve());
        return new JeroMqEngine(this, role, options, source, sink, maxFrameBytes, maxFrames);
    }

    @Override
    public ChunkPool chunks() {
        return chunks;
    }

    @Override
    public boolean tend(long nowNs) {
        boolean mayHaveEnded = endKeysThatAreGone();
        if (begun && nowNs - nextTurnNs < 0 && endedSinceTurn < MAX_ENDED) {
            return mayHaveEnded;
        }
        begun = true;
        nextTurnNs = nowNs + TEND_NS;
        endedSinceTurn = 0;
        endedInTurn = 0;
        turns++;
        turning = true;
        loop.turn();
        turning = false;
        return mayHaveEnded || endedInTurn > 0;
    }

    private boolean endKeysThatAreGone() {
        if (!haveListsChanged()) {
            return false;
        }
        List<JeroMqEngine> gone = new ArrayList<>();
        for (JeroMqEngine engine : keyed) {
            if (!engine.isKeyListed()) {
                gone.add(engine);
            }
        }
        gone.forEach(JeroMqEngine::endForItsKey);
        return !gone.isEmpty();
    }

    /** Whether a list has changed. An unchanged list is the same object, so the check costs nothing. */
    private boolean haveListsChanged() {
        boolean changed = false;
        for (int i = 0; i < seenLists.length; i++) {
            AllowList now = lists.get(i).get();
            changed |= !Objects.equals(seenLists[i], now);
            seenLists[i] = now;
        }
        return changed;
    }

    /** Returns the supplier of the current list for the peers of a side. */
    Supplier<AllowList> listOf(Role role) {
        if (!(role instanceof Role.Router router)) {
            throw new IllegalStateException("no list for " + role);
        }
        return lists.get(router.listener());
    }

    JeroMqTransport transport() {
        return transport;
    }

    IoLoop loop() {
        return loop;
    }

    /** Returns the bytes of the last read. */
    ByteBuffer in() {
        return in;
    }

    /** Reads to the place of a begun frame, then to the pool; returns less than 0 at the end of the input. */
    long read(ReadableByteChannel source, @Nullable ByteBuffer rest) throws IOException {
        ByteBuffer to = chunks.beginRead();
        int from = to.position();
        try {
            return FramePlace.read(source, rest, to);
        } finally {
            chunks.filled(to.position());
            in = to.limit(to.position()).position(from);
        }
    }

    ByteBuffer out() {
        return out;
    }

    /** Returns the number of ended engines that the poller still keeps. */
    int endedSinceTurn() {
        return endedSinceTurn;
    }

    /** Returns the number of turns of the poller. */
    long turns() {
        return turns;
    }

    void onKey(JeroMqEngine engine) {
        keyed.add(engine);
    }

    /** Notes that JeroMQ has released an engine. */
    void onReleased(JeroMqEngine engine) {
        keyed.remove(engine);
        endedSinceTurn++;
        if (turning) {
            endedInTurn++;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            loop.close();
        }
    }
}

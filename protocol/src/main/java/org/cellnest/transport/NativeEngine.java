package org.cellnest.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import org.cellnest.buffer.Bytes;
import org.cellnest.buffer.ChunkPool;
import org.jspecify.annotations.Nullable;

/**
 * Joins the nest's own {@link ZmtpReader} and {@link ZmtpWriter} to one {@link Engine}. Belongs to the owner of its
 * connection.
 */
final class NativeEngine implements Engine {

    /** Socket types that may talk to a ROUTER (RFC 28). */
    private static final Set<String> PEERS_OF_ROUTER = Set.of("DEALER", "ROUTER", "REQ");
    /** Socket types that may talk to a DEALER of the nest. */
    private static final Set<String> PEERS_OF_DEALER = Set.of("ROUTER");

    /**
     * The memory that the engines of one owner read into, and the buffer they write from, which is empty between two
     * calls.
     */
    static final class Buffers {
        private final ChunkPool chunks;
        private final ByteBuffer out = Channels.out();
        /** The bytes of the last read that no engine has taken yet. */
        private ByteBuffer in = ByteBuffer.allocate(0);

        Buffers(ChunkPool chunks) {
            this.chunks = chunks;
        }

        ChunkPool chunks() {
            return chunks;
        }
    }

    private final ReadableByteChannel source;
    private final WritableByteChannel sink;
    private final Buffers buffers;
    private final ZmtpWriter writer;
    private final ZmtpReader reader;
    private boolean ended;
    private String failure = "";

    NativeEngine(
            Role role,
            ReadableByteChannel source,
            WritableByteChannel sink,
            Buffers buffers,
            int maxFrameBytes,
            int maxFrames) {
        this.source = source;
        this.sink = sink;
        this.buffers = buffers;
        this.writer = new ZmtpWriter(maxFrames);
        boolean dealer = role instanceof Role.Dealer;
        this.reader = new ZmtpReader(
                dealer ? "DEALER" : "ROUTER",
                dealer ? PEERS_OF_DEALER : PEERS_OF_ROUTER,
                maxFrameBytes,
                buffers.chunks,
                writer);
    }

    @Override
    public void read() {
        ByteBuffer in = buffers.chunks.beginRead();
        int from = in.position();
        try {
            ended |= FramePlace.read(source, reader.rest(), in) < 0;
        } catch (IOException e) {
            ended = true;
        }
        buffers.chunks.filled(in.position());
        buffers.in = in.limit(in.position()).position(from);
    }

    @Override
    public @Nullable Bytes next() {
        Bytes frame = ended ? null : nextOfRead();
        if (frame == null) {
            buffers.chunks.endRead();
        }
        return frame;
    }

    private @Nullable Bytes nextOfRead() {
        try {
            return reader.next(buffers.in);
        } catch (ZmtpException e) {
            ended = true;
            failure = String.valueOf(e.getMessage());
            return null;
        }
    }

    @Override
    public boolean isEstablished() {
        return reader.isEstablished();
    }

    @Override
    public boolean choseId() {
        return reader.choseId();
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
        return "";
    }

    @Override
    public boolean isKeyRefused() {
        return false;
    }

    @Override
    public boolean isFull() {
        return writer.isFull();
    }

    @Override
    public void frame(Bytes... parts) {
        writer.frame(parts);
    }

    @Override
    public boolean flush() throws IOException {
        return writer.isEmpty() || writer.flush(sink, buffers.out);
    }

    @Override
    public boolean hasUnsent() {
        return !writer.isEmpty();
    }

    @Override
    public long sentBytes() {
        return writer.sentBytes();
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}

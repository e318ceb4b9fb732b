package org.cellnest.transport;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.cellnest.buffer.ChunkPool;

/**
 * Implements {@link Transport} with the nest's own {@link ZmtpReader} and {@link ZmtpWriter}, for the mechanism NULL
 * alone.
 */
public final class NativeTransport implements Transport {

    /** The name of the transport in settings and logs. */
    public static final String NAME = "native";

    @Override
    public Engines engines(ChunkPool chunks) {
        return new NativeEngines(chunks);
    }

    @Override
    public void close() {
        // owners share nothing
    }

    @Override
    public String toString() {
        return NAME;
    }

    private static final class NativeEngines implements Engines {
        private final NativeEngine.Buffers buffers;

        NativeEngines(ChunkPool chunks) {
            buffers = new NativeEngine.Buffers(chunks);
        }

        @Override
        public Engine engine(
                Role role, ReadableByteChannel source, WritableByteChannel sink, int maxFrameBytes, int maxFrames) {
            return new NativeEngine(role, source, sink, buffers, maxFrameBytes, maxFrames);
        }

        @Override
        public ChunkPool chunks() {
            return buffers.chunks();
        }

        @Override
        public boolean tend(long nowNs) {
            return false;
        }

        @Override
        public void close() {
            // the collector frees the buffers
        }
    }
}

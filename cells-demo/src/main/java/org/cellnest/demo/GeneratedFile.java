package org.cellnest.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Generates a file of any size whose bytes depend on their position alone, so that it needs no disk, and both ends of a
 * download can name its digest.
 */
final class GeneratedFile {
    private static final int BLOCK_BYTES = 64 << 10;
    /** An odd number with its bits well spread, as of a multiplicative generator. */
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private GeneratedFile() {}

    /** Writes the first bytes of the file. */
    static void write(long bytes, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        ByteBuffer words = ByteBuffer.wrap(block);
        for (long at = 0; at < bytes; at += BLOCK_BYTES) {
            words.clear();
            for (long word = at / Long.BYTES + 1; words.hasRemaining(); word++) {
                long mixed = word * STEP;
                words.putLong(mixed ^ mixed >>> 29);
            }
            out.write(block, 0, (int) Math.min(BLOCK_BYTES, bytes - at));
        }
    }
}

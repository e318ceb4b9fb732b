package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Generates CURVE key pairs (RFC 26). */
interface KeyMaker {
    /**
     * Writes a new pair to a new file that its owner alone may read. The file has two lines: {@code public = Z85} and
     * {@code secret = Z85}.
     *
     * @return the public key, in Z85 (RFC 32)
     */
    String makePair(Path file) throws IOException, InterruptedException;
}

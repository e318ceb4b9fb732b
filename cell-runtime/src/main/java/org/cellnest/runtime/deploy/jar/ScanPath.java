package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a path to a jar that the class scanner can read, for any names of the folders above. A URI does, except for
 * backslashes, which the scanner turns into slashes, also behind a link; then the path leads to a temporary copy.
 */
final class ScanPath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScanPath.class);

    private final Path path;
    private final @Nullable Path temporary;

    /** @param temporary the folder that goes with the path, null for none */
    private ScanPath(Path path, @Nullable Path temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** @throws IOException if a copy is needed and cannot be made */
    static ScanPath to(Path jar) throws IOException {
        if (jar.toString().indexOf('\\') < 0) {
            return new ScanPath(jar, null);
        }
        Path folder = Files.createTempDirectory("cellnest-scan");
        ScanPath copy = new ScanPath(folder.resolve("cell.jar"), folder);
        if (Files.isDirectory(jar) || folder.toString().indexOf('\\') >= 0) {
            copy.close();
            throw new IOException(jar + ": a backslash in the name of a folder (expected: none)");
        }
        try {
            Files.copy(jar, copy.path);
        } catch (IOException e) {
            copy.close();
            throw e;
        }
        return copy;
    }

    URI uri() {
        return path.toUri();
    }

    @Override
    public void close() {
        if (temporary != null) {
            try {
                Files.deleteIfExists(path);
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                LOG.debug("{} is left behind", path, e);
            }
        }
    }
}

package org.cellnest.process.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Names a folder so that it can stand in Logback's pattern for the names of rolled files, where a percent sign begins a
 * conversion and a backslash is a slash. A folder with either in its path is reached by a link among the temporary files,
 * which goes when logging stops. Any thread.
 */
final class PatternFolder {
    private static final Queue<Path> TEMPORARY = new ConcurrentLinkedQueue<>();

    private PatternFolder() {}

    /** Another name of a folder where its own would be misread; else its own. */
    static Path of(Path folder) {
        if (isPlain(folder)) {
            return folder;
        }
        try {
            Path parent = Files.createTempDirectory("cellnest-logs");
            Path link = Files.createSymbolicLink(parent.resolve("logs"), folder.toAbsolutePath());
            TEMPORARY.add(link);
            TEMPORARY.add(parent);
            return isPlain(link) ? link : folder;
        } catch (IOException e) {
            return folder; // the log itself is written all the same
        }
    }

    /** Deletes the links, when nothing is rolled any more. */
    static void deleteLinks() {
        for (Path path = TEMPORARY.poll(); path != null; path = TEMPORARY.poll()) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                ProcessLogging.fileOnly().debug("{} is left behind", path, e);
            }
        }
    }

    private static boolean isPlain(Path folder) {
        String text = folder.toString();
        return text.indexOf('%') < 0 && text.indexOf('\\') < 0;
    }
}

package org.cellnest.process.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Makes the path of a folder safe for Logback's pattern of rolled file names. There a percent sign begins a conversion,
 * and a backslash counts as a slash. A folder with either in its path is reached by a symbolic link in a temporary
 * folder. The link is deleted when logging stops. Any thread.
 */
final class PatternFolder {
    private static final Queue<Path> TEMPORARY = new ConcurrentLinkedQueue<>();

    private PatternFolder() {}

    /** Returns a link to a folder if the pattern would misread the folder's path; else the folder. */
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

    /** Deletes the links, once no file is rolled any more. */
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

package org.cellnest.process.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Names a folder so that it can stand in Logback's pattern for the names of rolled files, where a percent sign begins a
 * conversion and a backslash is a slash. A folder with either in its path is reached by a link among the temporary files,
 * which goes with the process. Stateless.
 */
final class PatternFolder {
    private PatternFolder() {}

    /** Another name of a folder where its own would be misread; else its own. */
    static Path of(Path folder) {
        if (isPlain(folder)) {
            return folder;
        }
        try {
            Path parent = Files.createTempDirectory("cellnest-logs");
            // What is registered first is deleted last.
            parent.toFile().deleteOnExit();
            Path link = Files.createSymbolicLink(parent.resolve("logs"), folder.toAbsolutePath());
            link.toFile().deleteOnExit();
            return isPlain(link) ? link : folder;
        } catch (IOException e) {
            return folder; // the log itself is written all the same
        }
    }

    private static boolean isPlain(Path folder) {
        String text = folder.toString();
        return text.indexOf('%') < 0 && text.indexOf('\\') < 0;
    }
}

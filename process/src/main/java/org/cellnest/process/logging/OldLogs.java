package org.cellnest.process.logging;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Settings;

/**
 * Removes log files of processes that no longer exist. A process without a configured id takes a new id, and thus a new
 * file, at each start. Logback's own limits apply to one file name only.
 */
final class OldLogs {
    static final int KEPT_FILES = 50;
    /** The age below which a file may belong to a running process. */
    static final Duration UNTOUCHED = Duration.ofHours(1);

    private OldLogs() {}

    private record Dated(Path path, Instant modified) {}

    static void prune(Path directory, String process, Settings settings, Instant now) {
        Instant tooOld = now.minus(Duration.ofDays(settings.value(Catalogue.LOG_KEEP_DAYS)));
        Instant atRest = now.minus(UNTOUCHED);
        List<Dated> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, process + "-*.log*")) {
            for (Path path : stream) {
                FileTime modified = Files.getLastModifiedTime(path);
                files.add(new Dated(path, modified.toInstant()));
            }
            files.sort(Comparator.comparing(Dated::modified).reversed());
            for (int i = 0; i < files.size(); i++) {
                Instant modified = files.get(i).modified();
                if (modified.isBefore(tooOld) || (i >= KEPT_FILES && modified.isBefore(atRest))) {
                    Files.deleteIfExists(files.get(i).path());
                }
            }
        } catch (IOException e) {
            // Another process may be tidying at the same moment; the next start tries again.
            ProcessLogging.fileOnly().debug("old log files were not all removed", e);
        }
    }
}

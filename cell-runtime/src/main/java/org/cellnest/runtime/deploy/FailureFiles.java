package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellnest.protocol.JarFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code .failed} files beside jars that do not serve: when, what and why, for the one who put the jar there. A
 * folder that cannot be written costs the files, not the cell. Remembers what they say, for the routers. For the
 * deploying thread alone.
 */
final class FailureFiles {
    private static final Logger LOG = LoggerFactory.getLogger(FailureFiles.class);

    private final Path directory;
    private final String cellId;
    private final Map<String, JarFailure> failuresByFileName = new TreeMap<>();
    private boolean changed;
    private boolean complained;

    FailureFiles(Path directory, String cellId) {
        this.directory = directory;
        this.cellId = cellId;
    }

    /** What does not serve, in the order of the files' names. */
    List<JarFailure> failures() {
        return List.copyOf(failuresByFileName.values());
    }

    /** Whether that has changed since this was last asked. */
    boolean pollChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    /** Writes or replaces the file of a jar. */
    void write(String fileName, String deployment, String digest, long epochMillis, String reason) {
        failuresByFileName.put(fileName, new JarFailure(fileName, deployment, reason, epochMillis));
        changed = true;
        String text = "time:   " + Instant.ofEpochMilli(epochMillis) + "\n"
                + "file:   " + fileName + "\n"
                + "digest: " + (digest.isEmpty() ? "unknown" : digest) + "\n"
                + "cell:   " + cellId + "\n"
                + "reason: " + reason + "\n";
        Path temporary = directory.resolve("." + fileName + "." + cellId + FileNames.FAILED);
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, path(fileName), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            complain(e);
        }
    }

    /** Takes the file of a jar away, if there is one. */
    void remove(String fileName) {
        changed |= failuresByFileName.remove(fileName) != null;
        try {
            Files.deleteIfExists(path(fileName));
        } catch (IOException e) {
            complain(e);
        }
    }

    /** Takes away the files whose jars are gone. */
    void removeOrphans() {
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "*" + FileNames.FAILED)) {
            for (Path report : reports) {
                String name = String.valueOf(report.getFileName());
                String jar = name.substring(0, name.length() - FileNames.FAILED.length());
                boolean ofOurs =
                        jar.endsWith(FileNames.JAR) || jar.endsWith(FileNames.CLASSES) || jar.endsWith(FileNames.CONF);
                if (ofOurs && !Files.exists(directory.resolve(jar))) {
                    Files.deleteIfExists(report);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            complain(e);
        }
    }

    private Path path(String fileName) {
        return directory.resolve(fileName + FileNames.FAILED);
    }

    private void complain(Exception e) {
        if (!complained) {
            complained = true;
            LOG.warn("{}: no .failed files can be kept here: {}", directory, e.toString());
        }
    }
}

package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cellnest.protocol.JarFailure;
import org.cellnest.runtime.deploy.jar.Digests;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.IoReasons;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code .failed} files beside jars that do not serve: when, what and why, for the one who put the jar there. A
 * folder that cannot be written costs the files, not the cell. A name that leaves no room for the suffix is cut, with a
 * hash of the whole in place of its end. Remembers what the files say, for the routers. For the deploying thread alone.
 */
final class FailureFiles {
    private static final Logger LOG = LoggerFactory.getLogger(FailureFiles.class);
    /** The longest name of a file that most file systems take. */
    private static final int MAX_NAME_BYTES = 255;

    /** Characters of up to four bytes each fit then, with hash and suffixes. */
    private static final int KEPT_OF_LONG_NAMES = 50;

    private final Path directory;
    private final String cellId;
    private final Map<String, JarFailure> failuresByFileName = new TreeMap<>();
    private boolean changed;
    private String complaint = "";

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
        Path temporary = directory.resolve("." + hash(fileName + "/" + cellId) + FileNames.FAILED);
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, path(fileName), StandardCopyOption.REPLACE_EXISTING);
            complaint = "";
        } catch (IOException | InvalidPathException e) {
            complain(fileName, e);
        }
    }

    /** Takes the file of a jar away, if there is one. */
    void remove(String fileName) {
        changed |= failuresByFileName.remove(fileName) != null;
        try {
            Files.deleteIfExists(path(fileName));
        } catch (IOException | InvalidPathException e) {
            complain(fileName, e);
        }
    }

    /** Takes away the files whose jars are gone; {@code present} are the names of those that are there. */
    void removeOrphans(Collection<String> present) {
        Set<String> reportsOfPresent =
                present.stream().map(FailureFiles::reportName).collect(Collectors.toSet());
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "*" + FileNames.FAILED)) {
            for (Path report : reports) {
                String name = String.valueOf(report.getFileName());
                String jar = name.substring(0, name.length() - FileNames.FAILED.length());
                boolean ofOurs = FileNames.kindOf(jar) != null;
                if (ofOurs && !reportsOfPresent.contains(name)) {
                    Files.deleteIfExists(report);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            complain("*", e);
        }
    }

    private Path path(String fileName) {
        return directory.resolve(reportName(fileName));
    }

    private static String reportName(String fileName) {
        String name = fileName + FileNames.FAILED;
        if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES) {
            return name;
        }
        String suffix = fileName.substring(fileName.lastIndexOf('.'));
        return fileName.substring(0, Math.min(fileName.length(), KEPT_OF_LONG_NAMES)) + "~" + hash(fileName) + suffix
                + FileNames.FAILED;
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }

    private void complain(String fileName, Exception e) {
        String reason = e instanceof IOException failed ? IoReasons.of(failed) : e.toString();
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.warn("{}: no .failed file can be kept of {}: {}", directory, fileName, complaint);
        }
    }
}

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
 * Writes a {@code .failed} file beside each jar that does not serve. It contains time, digest and reason for the jar's
 * author, and is also kept for the routers. A folder that cannot be written costs the files, not the cell. A name that
 * leaves no room for the suffix is cut, with a hash of the whole name in place of its end. For the deploying thread
 * alone.
 */
final class FailureFiles {
    private static final Logger LOG = LoggerFactory.getLogger(FailureFiles.class);
    /** The longest name of a file that most file systems take. */
    private static final int MAX_NAME_BYTES = 255;

    /**
     * The number of characters kept of a long name. Characters of up to four bytes each then fit, with hash and
     * suffixes.
     */
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

    /** Returns the files that do not serve, in the order of their names. */
    List<JarFailure> failures() {
        return List.copyOf(failuresByFileName.values());
    }

    /** Returns whether {@link #failures} has changed since the last call. */
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

    /** Deletes the file of a jar, if there is one. */
    void remove(String fileName) {
        changed |= failuresByFileName.remove(fileName) != null;
        try {
            Files.deleteIfExists(path(fileName));
        } catch (IOException | InvalidPathException e) {
            complain(fileName, e);
        }
    }

    /** Deletes the files of jars that are gone; {@code present} has the names of the others. */
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

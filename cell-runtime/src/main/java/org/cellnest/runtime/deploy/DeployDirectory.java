package org.cellnest.runtime.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cellnest.runtime.deploy.Sighting.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The folder that is watched: what lies in it, read afresh at each look. Only {@code *.jar} files, {@code NAME.conf}
 * files and folders {@code *.cell} of classes count; names that begin with a dot never do, so that what is being copied
 * can have such a name until it is whole. Other cells may watch the same folder. For the deploying thread alone.
 */
final class DeployDirectory implements DirectoryWatch.Probe {
    /** More entries than this are not looked at; the first ones by name are. */
    static final int MAX_ENTRIES = 2048;

    private static final int MAX_CLASS_FILES = 20_000;
    private static final long MAX_CONF_BYTES = 1 << 20;

    private final Path directory;

    DeployDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    Path path() {
        return directory;
    }

    Path resolve(Sighting file) {
        return directory.resolve(file.fileName());
    }

    /**
     * What counts, in the order of names.
     *
     * @throws IOException if the folder cannot be read now, which says nothing of the files in it
     */
    List<Sighting> look() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, DeployDirectory::counts)) {
            stream.forEach(entries::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(entries);
        List<Sighting> sightings = new ArrayList<>();
        for (Path entry : entries.subList(0, Math.min(entries.size(), MAX_ENTRIES))) {
            Sighting sighting = sighting(entry);
            if (sighting != null) {
                sightings.add(sighting);
            }
        }
        return sightings;
    }

    /** Whether a file is still what was seen; any thread. */
    boolean isUnchanged(Sighting file) {
        try {
            return file.equals(sighting(resolve(file)));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean counts(Path entry) {
        String name = fileName(entry);
        return !name.startsWith(".")
                && (name.endsWith(FileNames.JAR) || name.endsWith(FileNames.CONF) || name.endsWith(FileNames.CLASSES));
    }

    private static @Nullable Sighting sighting(Path entry) throws IOException {
        String name = fileName(entry);
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (name.endsWith(FileNames.CLASSES)) {
                return attributes.isDirectory() ? folderSighting(entry, name) : null;
            }
            Kind kind = name.endsWith(FileNames.JAR) ? Kind.JAR : Kind.CONF;
            return attributes.isRegularFile()
                    ? new Sighting(
                            name,
                            kind,
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS),
                            String.valueOf(attributes.fileKey()))
                    : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static Sighting folderSighting(Path folder, String name) throws IOException {
        long bytes = 0;
        long fingerprint = 0;
        for (Path file : classFiles(folder)) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                bytes += attributes.size();
                fingerprint = 31 * fingerprint + file.toString().hashCode();
                fingerprint = 31 * fingerprint + attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
            } catch (NoSuchFileException e) {
                fingerprint = 31 * fingerprint + 1;
            }
        }
        return new Sighting(name, Kind.CLASSES, bytes, fingerprint, "");
    }

    /** The files of a folder of classes, at most {@link #MAX_CLASS_FILES}, in the order of their names. */
    static List<Path> classFiles(Path folder) throws IOException {
        try (var walk = Files.walk(folder, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
            return walk.filter(Files::isRegularFile)
                    .limit(MAX_CLASS_FILES)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public @Nullable String problemWith(Sighting file) {
        if (file.kind() == Kind.CLASSES) {
            return null;
        }
        if (file.kind() == Kind.CONF) {
            return file.bytes() <= MAX_CONF_BYTES
                    ? null
                    : "settings of " + file.bytes() + " bytes (expected: at most " + MAX_CONF_BYTES + ")";
        }
        return problemWithJar(resolve(file).toFile());
    }

    /** Null if the file's zip directory can be read and is not empty. */
    static @Nullable String problemWithJar(File file) {
        try (ZipFile zip = new ZipFile(file)) {
            return zip.size() == 0 ? "an empty jar" : null;
        } catch (ZipException e) {
            return "not a whole jar: " + e.getMessage();
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private static String fileName(Path entry) {
        return String.valueOf(entry.getFileName());
    }
}

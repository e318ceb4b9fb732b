package org.cellnest.runtime.deploy.watch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.cellnest.runtime.deploy.jar.ConfText;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.EntryReader;
import org.cellnest.runtime.deploy.jar.FatalErrors;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;
import org.cellnest.runtime.deploy.jar.IoReasons;
import org.cellnest.runtime.deploy.jar.SameContents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists the deploy directory, anew at each look. Only {@code *.jar} files, {@code NAME.conf} files and class folders
 * {@code *.cell} count. Names that begin with a dot never do, so that a file can have such a name until it is copied.
 * An entry that cannot be read does not affect the others. Other cells may watch the same folder. For the deploying
 * thread alone, except {@link #isUnchanged}.
 */
public final class DeployDirectory implements DirectoryWatch.Probe {
    /** The maximum number of entries that are examined, the first ones by name. */
    static final int MAX_ENTRIES = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(DeployDirectory.class);

    private final Path directory;
    private final SameContents contents = new SameContents();
    private int passedOver;

    public DeployDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    public Path path() {
        return directory;
    }

    public Path resolve(FileStamp file) {
        return directory.resolve(file.fileName());
    }

    /**
     * Lists the entries that count, in the order of names.
     *
     * @throws IOException if the folder cannot be read now; the files in it may be unchanged
     */
    public List<FileStamp> look() throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(directory, entry -> FileNames.kind(entry) != null)) {
            stream.forEach(entries::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(entries);
        passOver(Math.max(0, entries.size() - MAX_ENTRIES));
        Map<String, FileStamp> seenByFileName = new LinkedHashMap<>();
        for (Path entry : entries.subList(0, Math.min(entries.size(), MAX_ENTRIES))) {
            Kind kind = FileNames.kind(entry);
            FileStamp seen = kind == null ? null : EntryReader.read(entry, kind);
            if (seen != null) {
                seenByFileName.putIfAbsent(seen.fileName(), seen.isTroubled() ? seen : contents.look(seen, entry));
            }
        }
        contents.retain(seenByFileName.keySet());
        return List.copyOf(seenByFileName.values());
    }

    private void passOver(int entries) {
        if (entries > 0 && passedOver == 0) {
            LOG.warn("{}: {} files beyond the first {} are passed over", directory, entries, MAX_ENTRIES);
        }
        passedOver = entries;
    }

    /** Whether a file still has this stamp; any thread. */
    public boolean isUnchanged(FileStamp file) {
        FileStamp now = EntryReader.read(resolve(file), file.kind());
        return now != null && file.equals(contents.peek(now, resolve(file)));
    }

    /** Remembers the digest of a file that serves, by which its contents are recognized. */
    public void remember(FileStamp file, String digest) {
        if (file.kind() != Kind.CLASSES) {
            contents.remember(file, digest);
        }
    }

    /** Reads the text of a settings file. */
    public String readConf(FileStamp file) throws DeploymentException {
        if (file.isTroubled()) {
            throw new DeploymentException(file.trouble());
        }
        try (InputStream in = Files.newInputStream(resolve(file))) {
            return ConfText.read(in);
        } catch (IOException e) {
            throw new DeploymentException("cannot be read: " + IoReasons.of(e), e);
        }
    }

    @Override
    public @Nullable String problemWith(FileStamp file) {
        if (file.isTroubled()) {
            return file.trouble();
        }
        try {
            return switch (file.kind()) {
                case CLASSES -> null;
                case CONF -> problemWithConf(file);
                case JAR -> problemWithJar(resolve(file).toFile());
            };
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrowFatal(e);
            return "cannot be read: " + e;
        }
    }

    private @Nullable String problemWithConf(FileStamp file) {
        try {
            readConf(file);
            return null;
        } catch (DeploymentException e) {
            return e.getMessage();
        }
    }

    /** Returns the problem with a jar, or null if its zip directory can be read and is not empty. */
    static @Nullable String problemWithJar(File file) {
        try (ZipFile zip = new ZipFile(file)) {
            return zip.size() == 0 ? "an empty jar" : null;
        } catch (ZipException e) {
            return "not a whole jar: " + e.getMessage();
        } catch (IOException e) {
            return "cannot be read: " + IoReasons.of(e);
        }
    }
}

package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.IoReasons;
import org.cellnest.runtime.deploy.jar.PrivateCopy;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the last version of each deployment that served, with its settings. A cell that is started beside a bad jar
 * thus has a version to serve. One version for each deployment; it is replaced in one step. For the deploying thread
 * alone.
 */
final class LastGood {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final String ABOUT = "about.properties";

    /**
     * A version in the store.
     *
     * @param name of the deployment
     * @param fileName of the jar it came from
     * @param jar the kept copy
     * @param conf the text of its settings file, empty if there was none
     */
    record Kept(String name, String fileName, Path jar, String conf) {}

    private final Path root;
    private String complaint = "";

    LastGood(Path root) {
        this.root = root;
    }

    /** Stores a copy in place of the one under the same name. Returns whether that was possible. */
    boolean keep(String name, String fileName, PrivateCopy copy, String conf) {
        Path folder = root.resolve(name);
        String jarName = copy.digest().replace("sha256:", "") + FileNames.JAR;
        try {
            Files.createDirectories(folder);
            Path jar = folder.resolve(jarName);
            if (!Files.exists(jar)) {
                Path temporary = folder.resolve("incoming");
                Files.copy(copy.jar(), temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.move(temporary, jar, StandardCopyOption.ATOMIC_MOVE);
            }
            Properties about = new Properties();
            about.setProperty("name", name);
            about.setProperty("file", fileName);
            about.setProperty("jar", jarName);
            about.setProperty("conf", conf);
            Path temporary = folder.resolve("about.incoming");
            try (OutputStream out = Files.newOutputStream(temporary)) {
                about.store(out, null);
            }
            Files.move(temporary, folder.resolve(ABOUT), StandardCopyOption.ATOMIC_MOVE);
            deleteOthers(folder, jarName);
            complaint = "";
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            String reason = e instanceof IOException failed ? IoReasons.of(failed) : e.toString();
            if (!reason.equals(complaint)) {
                complaint = reason;
                LOG.warn("{}: the last good version cannot be kept: {}", name, reason);
            }
            return false;
        }
    }

    private static void deleteOthers(Path folder, String jarName) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*" + FileNames.JAR)) {
            for (Path jar : jars) {
                if (!String.valueOf(jar.getFileName()).equals(jarName)) {
                    Files.delete(jar);
                }
            }
        }
    }

    /** Returns the stored version of a deployment, or null; a deployment with an invalid name has none. */
    @Nullable
    Kept kept(String name) {
        return FileNames.DEPLOYMENT_NAME.matcher(name).matches() ? read(root.resolve(name)) : null;
    }

    /** Returns the version that came from a file whose deployment can no longer be read, or null. */
    @Nullable
    Kept keptFrom(String fileName) {
        for (Kept kept : all()) {
            if (kept.fileName().equals(fileName)) {
                return kept;
            }
        }
        return null;
    }

    /** Returns all stored versions. */
    List<Kept> all() {
        List<Kept> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                Kept kept = read(folder);
                if (kept != null) {
                    all.add(kept);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is made with the first that is kept", root);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{} cannot be read: {}", root, e.toString());
        }
        return all;
    }

    void forget(String name) {
        if (FileNames.DEPLOYMENT_NAME.matcher(name).matches()) {
            WorkDirectory.deleteTree(root.resolve(name));
        }
    }

    private static @Nullable Kept read(Path folder) {
        try {
            return readAbout(folder);
        } catch (InvalidPathException e) {
            LOG.warn("{} cannot be used: {}", folder, e.toString());
            return null;
        }
    }

    private static @Nullable Kept readAbout(Path folder) {
        Path file = folder.resolve(ABOUT);
        if (!Files.exists(file)) {
            return null;
        }
        Properties about = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            about.load(in);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return null;
        }
        Path jar = folder.resolve(about.getProperty("jar", "none"));
        return Files.exists(jar)
                ? new Kept(
                        String.valueOf(folder.getFileName()),
                        about.getProperty("file", ""),
                        jar,
                        about.getProperty("conf", ""))
                : null;
    }
}

package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns a folder for this process alone, as long as the process holds the lock in it. {@code live/} has a private copy
 * of each loaded jar, {@code good/} the last version of each deployment that served. Cells that watch the same deploy
 * directory take numbered folders beside each other. A restarted cell thus finds the versions kept by itself or by
 * another such cell. Thread-safe, but for {@link #restoreIfGone}, which is for one thread.
 *
 * <pre>
 * work/cells-1f3a9c02-0/lock
 *                       live/7-orders/cell.jar  lib/...
 *                       good/orders/...
 * </pre>
 */
public final class WorkDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);
    private static final int MAX_CELLS = 1000;
    private static final int MAX_PREFIX = 64;
    private static final int MAX_COPIES_LEFT = 10_000;

    private final Path folder;
    private volatile FileChannel channel;
    private final AtomicLong copies = new AtomicLong();
    private String complaint = "";

    private WorkDirectory(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes a folder below {@code root} and clears what an earlier process left in {@code live/}.
     *
     * @param deployDirectory whose jars the folder is for
     * @throws IOException if no folder can be made or locked
     */
    public static WorkDirectory open(Path root, Path deployDirectory) throws IOException {
        String prefix = plain(deployDirectory) + "-" + shortHash(deployDirectory) + "-";
        for (int i = 0; i < MAX_CELLS; i++) {
            Path folder = root.resolve(prefix + i);
            Files.createDirectories(folder);
            FileChannel channel = lock(folder.resolve("lock"));
            if (channel != null) {
                deleteTree(folder.resolve("live"));
                Files.createDirectories(folder.resolve("live"));
                Files.createDirectories(folder.resolve("good"));
                return new WorkDirectory(folder, channel);
            }
        }
        throw new IOException(root + ": " + MAX_CELLS + " cells already watch " + deployDirectory);
    }

    private static @Nullable FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is held by this JVM", file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    /**
     * Returns the name of a folder in characters that any class path, URL and file system takes: other characters may
     * separate jars. Long names are cut, since they leave no room for a suffix.
     */
    private static String plain(Path folder) {
        String name = FileNames.of(folder).replaceAll("[^A-Za-z0-9._-]", "_");
        return name.substring(0, Math.min(name.length(), MAX_PREFIX));
    }

    /** Makes an empty folder for a private copy, at a path that neither this process nor an earlier one has used. */
    public Path newCopyFolder(String name) throws IOException {
        for (int i = 0; i < MAX_COPIES_LEFT; i++) {
            Path copy = folder.resolve("live").resolve(copies.incrementAndGet() + "-" + name);
            if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder.resolve("live"));
                return Files.createDirectory(copy);
            }
        }
        throw new IOException(folder.resolve("live") + " is full of copies that cannot be deleted");
    }

    /** Recreates the folder, with its lock, if it was deleted. */
    public void restoreIfGone() {
        Path lock = folder.resolve("lock");
        if (Files.exists(lock)) {
            return;
        }
        try {
            Files.createDirectories(folder.resolve("live"));
            Files.createDirectories(folder.resolve("good"));
            FileChannel taken = lock(lock);
            if (taken == null) {
                complain("another cell has taken it");
                return;
            }
            channel.close();
            channel = taken;
            LOG.warn("{} was deleted and is made anew", folder);
            complaint = "";
        } catch (IOException e) {
            complain(IoReasons.of(e));
        }
    }

    private void complain(String reason) {
        if (!reason.equals(complaint)) {
            complaint = reason;
            LOG.error("{} was deleted and cannot be made anew: {}", folder, reason);
        }
    }

    public Path good() {
        return folder.resolve("good");
    }

    public Path path() {
        return folder;
    }

    /** Deletes the private copies and gives the folder back. */
    @Override
    public void close() throws IOException {
        deleteTree(folder.resolve("live"));
        channel.close();
    }

    /** Deletes a folder and all that is in it, following no links; what cannot be deleted is left and logged. */
    public static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} cannot be deleted: {}", root, e.toString());
        }
    }

    private static String shortHash(Path path) {
        return HexFormat.of().formatHex(Digests.sha256(path.toString().getBytes(StandardCharsets.UTF_8)), 0, 4);
    }
}

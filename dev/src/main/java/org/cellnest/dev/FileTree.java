package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the files below a folder. Two equal trees mean that no file changed between. Names that begin with a
 * dot are ignored.
 *
 * @param root the folder, which need not exist
 * @param stampsByName the stamps of the files, by their paths below the root with slashes, in order
 */
record FileTree(Path root, SortedMap<String, Stamp> stampsByName) {
    private static final int MAX_FILES = 20_000;
    private static final int MAX_DEPTH = 64;

    /**
     * A stamp, which differs between versions of a file.
     *
     * @param key distinguishes files of the same name, size and time, as an inode number does
     */
    record Stamp(long bytes, FileTime modified, @Nullable Object key) {}

    /**
     * Takes a snapshot.
     *
     * @param counts selects files by their path below the root
     * @throws IOException if there are too many files, or they cannot be read
     */
    static FileTree of(Path root, Predicate<String> counts) throws IOException {
        SortedMap<String, Stamp> stamps = new TreeMap<>();
        if (Files.isDirectory(root)) {
            Files.walkFileTree(
                    root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new Collector(root, counts, stamps));
        }
        return new FileTree(root, stamps);
    }

    /** Returns the tree of one file, empty if the file does not exist. */
    static FileTree ofFile(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "a file in a folder");
        SortedMap<String, Stamp> stamps = new TreeMap<>();
        try {
            stamps.put(
                    String.valueOf(file.getFileName()), stamp(Files.readAttributes(file, BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) { // it is there, and leads nowhere
                stamps.put(
                        String.valueOf(file.getFileName()),
                        stamp(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
            }
        }
        return new FileTree(folder, stamps);
    }

    boolean isEmpty() {
        return stampsByName.isEmpty();
    }

    /** Returns the path of a file. */
    Path resolve(String name) {
        return root.resolve(name);
    }

    boolean has(String suffix) {
        return stampsByName.keySet().stream().anyMatch(name -> name.endsWith(suffix));
    }

    /** Returns the time of the last change to any file with this suffix; 1970 if there is none. */
    FileTime newest(String suffix) {
        FileTime newest = FileTime.fromMillis(0);
        for (Map.Entry<String, Stamp> file : stampsByName.entrySet()) {
            FileTime modified = file.getValue().modified();
            if (file.getKey().endsWith(suffix) && modified.compareTo(newest) > 0) {
                newest = modified;
            }
        }
        return newest;
    }

    private static Stamp stamp(BasicFileAttributes attributes) {
        return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Predicate<String> counts;
        private final Map<String, Stamp> stamps;

        Collector(Path root, Predicate<String> counts, Map<String, Stamp> stamps) {
            this.root = root;
            this.counts = counts;
            this.stamps = stamps;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String name = root.relativize(file).toString().replace(java.io.File.separatorChar, '/');
            if (attributes.isRegularFile() && !isHidden(file) && counts.test(name)) {
                stamps.put(name, stamp(attributes));
                if (stamps.size() > MAX_FILES) {
                    throw new IOException(root + ": more than " + MAX_FILES + " files (expected: a project)");
                }
            }
            return FileVisitResult.CONTINUE;
        }

        /** Treats a file that was deleted during the walk as absent. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException || e instanceof java.nio.file.FileSystemLoopException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private static boolean isHidden(Path path) {
            return String.valueOf(path.getFileName()).startsWith(".");
        }
    }
}

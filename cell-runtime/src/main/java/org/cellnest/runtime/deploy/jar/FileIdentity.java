package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * Distinguishes files of the same name, size and modification time, as {@code cp -p} and build tools with fixed times
 * make them. It uses inode and change time, which no program can set, or a digest if the file system has no change
 * time. Stateless.
 */
final class FileIdentity {
    private FileIdentity() {}

    /** Returns the identity of the file that has these attributes. */
    static String of(Path file, BasicFileAttributes attributes) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? attributes.fileKey() + " " + changeTimeNs(file)
                : byContents(file);
    }

    /** Digests the contents, which is left where a file system has neither inodes nor change times. */
    static String byContents(Path file) throws IOException {
        return Digests.of(file);
    }

    private static long changeTimeNs(Path file) throws IOException {
        return ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS);
    }
}

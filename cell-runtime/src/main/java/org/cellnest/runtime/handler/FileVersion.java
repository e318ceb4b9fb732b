package org.cellnest.runtime.handler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Describes a file at one look. Equal versions mean that the file was not changed between the looks, within the
 * resolution of the file system's clock.
 *
 * @param bytes its size
 * @param modified the time of its last modification
 * @param changed the time of its last change, which no program can set; null where the file system has none
 * @param key distinguishes the files that a path has named, as an inode does; empty where there is none
 */
record FileVersion(long bytes, Instant modified, @Nullable Instant changed, String key) {
    /** The time after which a further change is sure to show in the times: FAT's, the coarsest, count 2 seconds. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final int TAG_BYTES = 15;

    /** Looks at a file; symbolic links are followed. Null: it is not a regular file. */
    static @Nullable FileVersion of(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            return null;
        }
        Instant changed = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant()
                : null;
        Object key = attributes.fileKey();
        return new FileVersion(
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                changed,
                key == null ? "" : key.toString());
    }

    /**
     * Returns the entity tag of the content.
     *
     * <p>A strong tag requires that no two contents of the resource ever share it (RFC 9110, section 8.8.1). Size and
     * modification time cannot grant that: tools that unpack archives or copy files set the time. A change time is set
     * by the kernel alone, at each write, rename and change of the modification time. Once it is older than its clock's
     * resolution, any later content has another one, so the tag is strong. Before that, and without change times, the
     * tag is weak, and the weak tag never equals the strong one of a later request.
     *
     * <p>The parts are hashed, since an inode is no client's concern.
     */
    EntityTag etag(Instant now) {
        boolean strong = changed != null && isSettled(changed, now) && isSettled(modified, now);
        String version = String.join(
                " ", key, Long.toString(bytes), modified.toString(), String.valueOf(changed), String.valueOf(strong));
        return new EntityTag(!strong, digest(version));
    }

    /** Returns the time for Last-Modified, in whole seconds and not in the future (RFC 9110, section 8.8.2.1). */
    Instant lastModified(Instant now) {
        Instant past = modified.isAfter(now) ? now : modified;
        return Instant.ofEpochSecond(past.getEpochSecond());
    }

    private static boolean isSettled(Instant time, Instant now) {
        return !time.plus(SETTLED).isAfter(now);
    }

    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(whole, TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256, which every Java platform has, is missing", e);
        }
    }
}

package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Decides which list is in force, by looking at the file from time to time. A content takes effect once two consecutive
 * looks have read it. A file that is rewritten in place is empty for a moment, and that moment must not end every
 * session. Belongs to one thread.
 */
final class AllowListWatch {
    /**
     * The age of a change, in milliseconds, from which the time of modification can be trusted. Some file systems count
     * in steps of two seconds, and a second change within the step of the first leaves the time unchanged.
     */
    static final long TRUSTED_AFTER_MS = 2_000;

    /** The attributes of the file by which a change is noticed. */
    private record Stamp(
            long size, long modifiedMs, @Nullable Object fileKey) {
        static @Nullable Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(
                        attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey());
            } catch (IOException e) {
                return null;
            }
        }
    }

    /** The result of reading the file: a list or a problem. */
    private record Reading(
            @Nullable AllowList list, @Nullable String problem) {
        static Reading of(Path file) {
            try {
                return new Reading(AllowList.read(file), null);
            } catch (KeyFileException e) {
                return new Reading(null, e.getMessage());
            }
        }
    }

    private final Path file;
    private AllowList inForce;
    private @Nullable Stamp stamp;
    private long readAtMs;
    private Reading read;
    private Reading taken;

    /**
     * Takes the first look.
     *
     * @param nowMs the wall clock, which is compared with the file's time of modification
     * @throws KeyFileException if there is no usable list to begin with
     */
    AllowListWatch(Path file, long nowMs) throws KeyFileException {
        this.file = file;
        this.stamp = Stamp.of(file);
        this.readAtMs = nowMs;
        this.inForce = AllowList.read(file);
        this.read = new Reading(inForce, null);
        this.taken = read;
    }

    /** Returns the last list that could be used. */
    AllowList inForce() {
        return inForce;
    }

    /** Looks once more; returns the change for the users of the list, or null if there is none. */
    @Nullable
    AllowListChange look(long nowMs) {
        Stamp seen = Stamp.of(file);
        if (!isWorthReading(seen)) {
            return null;
        }
        stamp = seen;
        readAtMs = nowMs;
        Reading before = read;
        read = Reading.of(file);
        if (!read.equals(before) || read.equals(taken)) {
            return null;
        }
        taken = read;
        return take(read);
    }

    /**
     * Whether the file must be read again. A file is skipped if it is unchanged and was read long enough after its last
     * change.
     */
    private boolean isWorthReading(@Nullable Stamp seen) {
        boolean atRest =
                seen != null && seen.equals(stamp) && Math.abs(readAtMs - seen.modifiedMs()) >= TRUSTED_AFTER_MS;
        return !atRest || read.list() == null || !read.equals(taken);
    }

    private AllowListChange take(Reading reading) {
        AllowList list = reading.list();
        if (list == null) {
            return new AllowListChange.Broken(String.valueOf(reading.problem()), inForce);
        }
        AllowList before = inForce;
        if (list.equals(before)) {
            return new AllowListChange.Mended(before);
        }
        inForce = list;
        return new AllowListChange.Replaced(before, list);
    }
}

package org.cellnest.transport.jeromq;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Decides from one look after the other which list is in force. What is read counts once two looks running have read the
 * same: a file that is rewritten in place is empty for a moment, and that moment must not end every session. For one thread.
 */
final class AllowListWatch {
    /**
     * How old a change must be before the time of modification can be trusted. Some file systems count in steps of two
     * seconds, and a second change within the step of the first leaves the time as it was.
     */
    static final long TRUSTED_AFTER_MS = 2_000;

    /** How the file looks from outside. */
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

    /** What reading gave: a list or a problem. */
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
     * @param nowMs the wall clock, which the file's time of modification is compared with
     * @throws KeyFileException where there is no list to begin with
     */
    AllowListWatch(Path file, long nowMs) throws KeyFileException {
        this.file = file;
        this.stamp = Stamp.of(file);
        this.readAtMs = nowMs;
        this.inForce = AllowList.read(file);
        this.read = new Reading(inForce, null);
        this.taken = read;
    }

    /** The last list that could be used. */
    AllowList inForce() {
        return inForce;
    }

    /** Looks once more; returns what has changed for whoever uses the list, or null for nothing. */
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

    /** Not read again: a file at rest that was read long enough after its last change to have seen all of it. */
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

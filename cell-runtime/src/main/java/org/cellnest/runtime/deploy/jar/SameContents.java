package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Treats a file as the same if only its inode or change time differs and its digest does not, as after {@code chmod} or
 * a backup. Such a file need not be deployed again. {@link #peek} is for any thread, the rest for the deploying thread.
 */
public final class SameContents {
    /** The maximum size of a file that is read; larger files count as changed. */
    static final long MAX_BYTES = 256L << 20;

    /**
     * A file with known contents.
     *
     * @param latest the stamp of the last look
     * @param kept the stamp that is used in place of the latest
     * @param digest of the contents; empty while unknown
     */
    private record Known(FileStamp latest, FileStamp kept, String digest) {}

    private final Map<String, Known> knownByFileName = new ConcurrentHashMap<>();

    /** Returns the stamp to use for a file, and remembers both stamps. */
    public FileStamp look(FileStamp seen, Path file) {
        Known known = knownByFileName.get(seen.fileName());
        if (known != null && known.latest.equals(seen)) {
            return known.kept;
        }
        FileStamp kept = peek(seen, file);
        String digest = known != null && kept.equals(known.kept) ? known.digest : "";
        knownByFileName.put(seen.fileName(), new Known(seen, kept, digest));
        return kept;
    }

    /** Returns the stamp to use for a file. */
    public FileStamp peek(FileStamp seen, Path file) {
        Known known = knownByFileName.get(seen.fileName());
        if (known == null) {
            return seen;
        }
        if (known.latest.equals(seen)) {
            return known.kept;
        }
        boolean same = !known.digest.isEmpty()
                && seen.maySeemAs(known.kept)
                && seen.bytes() <= MAX_BYTES
                && known.digest.equals(digest(file));
        return same ? known.kept : seen;
    }

    /** Records the digest of the contents that a file had at a stamp. */
    public void remember(FileStamp kept, String digest) {
        knownByFileName.computeIfPresent(
                kept.fileName(),
                (name, known) -> known.kept.equals(kept) ? new Known(known.latest, kept, digest) : known);
    }

    /** Forgets all files but these. */
    public void retain(Set<String> fileNames) {
        knownByFileName.keySet().retainAll(fileNames);
    }

    private static String digest(Path file) {
        try {
            return Digests.of(file);
        } catch (IOException e) {
            return "unreadable";
        }
    }
}

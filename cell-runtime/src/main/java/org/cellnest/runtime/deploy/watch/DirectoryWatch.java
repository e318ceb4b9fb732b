package org.cellnest.runtime.deploy.watch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Arrived;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Gone;
import org.cellnest.runtime.deploy.watch.DirectoryChange.ReportDue;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * Decides from one look after the other which files are whole, changed, broken or gone; reads nothing itself. A file is
 * taken once it can be read and is unchanged one look later. It is gone once two looks miss it, so that a file which is
 * deleted and written anew is not withdrawn between. A failure is reported once the file has been at rest for {@link
 * #REPORT_AFTER_NS}, since a file on its way may look broken. For the deploying thread alone.
 *
 * <pre>
 * new or changed     -> SETTLING
 * SETTLING           -> TAKEN     readable, and the same one look later
 * SETTLING           -> FAILING   unreadable, and the same one look later
 * FAILING            -> SETTLING  readable after all
 * FAILING            -> REPORTED  at rest for long enough
 * any                -> FAILING   the file does not serve (a REPORTED one: for another reason)
 * any                -> TAKEN     the file serves after all
 * </pre>
 */
public final class DirectoryWatch {
    /** The time for which a file has to be at rest before its failure is reported. */
    static final long REPORT_AFTER_NS = 2_000_000_000L;

    /** Checks whether a file can be read as the kind that its name indicates. */
    @FunctionalInterface
    interface Probe {
        /** Returns null for a readable file, else the reason why it is not. */
        @Nullable
        String problemWith(FileStamp file);
    }

    private enum Phase {
        SETTLING,
        TAKEN,
        FAILING,
        REPORTED;

        boolean mayBecome(Phase next) {
            return switch (this) {
                case SETTLING -> next != REPORTED;
                case TAKEN, REPORTED -> next == TAKEN || next == FAILING;
                case FAILING -> true;
            };
        }
    }

    /** A version of a file that successive looks have found unchanged. */
    private static final class Track {
        private final FileStamp file;
        private final long restingSinceNs;
        private Phase phase = Phase.SETTLING;
        private @Nullable String problem;
        private boolean readable;
        private boolean missedOnce;

        private Track(FileStamp file, long nowNs) {
            this.file = file;
            this.restingSinceNs = nowNs;
        }

        private void become(Phase next) {
            if (!phase.mayBecome(next)) {
                throw new IllegalStateException(file.fileName() + ": " + phase + " -> " + next);
            }
            phase = next;
        }

        private void probe(Probe probe) {
            problem = probe.problemWith(file);
            readable = problem == null;
        }

        private void onUnchanged(Probe probe, long nowNs, List<DirectoryChange> changes) {
            missedOnce = false;
            if (phase == Phase.SETTLING && problem == null) {
                become(Phase.TAKEN);
                changes.add(new Arrived(file));
                return;
            }
            if (!readable && (phase == Phase.SETTLING || phase == Phase.FAILING)) {
                probe(probe);
                if (readable) {
                    become(Phase.SETTLING);
                    return;
                }
            }
            String reason = problem;
            if (phase == Phase.SETTLING && reason != null) {
                become(Phase.FAILING);
                changes.add(new Unreadable(file, reason));
            }
            if (phase == Phase.FAILING && reason != null && nowNs - restingSinceNs >= REPORT_AFTER_NS) {
                become(Phase.REPORTED);
                changes.add(new ReportDue(file, reason));
            }
        }

        /** Returns whether a look has missed the file twice in a row. */
        private boolean onMissed() {
            boolean twice = missedOnce;
            missedOnce = true;
            return twice;
        }

        private void onFailure(String reason) {
            if (phase != Phase.REPORTED || !reason.equals(problem)) {
                become(Phase.FAILING);
                problem = reason;
            }
        }

        private void onSuccess() {
            become(Phase.TAKEN);
            problem = null;
        }
    }

    private final Map<String, Track> tracksByFileName = new TreeMap<>();

    /**
     * Returns the changes since the last look. Arrivals come before departures, so that a renamed file is one change.
     */
    public List<DirectoryChange> onLook(List<FileStamp> seen, Probe probe, long nowNs) {
        Map<String, FileStamp> seenByFileName = new TreeMap<>();
        seen.forEach(file -> seenByFileName.put(file.fileName(), file));
        List<DirectoryChange> changes = new ArrayList<>();
        for (FileStamp file : seenByFileName.values()) {
            Track track = trackOf(file);
            if (track == null) {
                Track fresh = new Track(file, nowNs);
                tracksByFileName.put(file.fileName(), fresh);
                fresh.probe(probe);
            } else {
                track.onUnchanged(probe, nowNs, changes);
            }
        }
        collectGone(seenByFileName, changes);
        return changes;
    }

    private void collectGone(Map<String, FileStamp> seenByFileName, List<DirectoryChange> changes) {
        for (Iterator<Track> tracks = tracksByFileName.values().iterator(); tracks.hasNext(); ) {
            Track track = tracks.next();
            if (!seenByFileName.containsKey(track.file.fileName()) && track.onMissed()) {
                tracks.remove();
                changes.add(new Gone(track.file));
            }
        }
    }

    /** Records that a taken file does not serve; a report follows unless the file changes before. */
    public void onFailure(FileStamp file, String reason) {
        Track track = trackOf(file);
        if (track != null) {
            track.onFailure(reason);
        }
    }

    /** Records that a taken file serves, perhaps once more after a failure. */
    public void onSuccess(FileStamp file) {
        Track track = trackOf(file);
        if (track != null) {
            track.onSuccess();
        }
    }

    /** Returns the track of exactly this state of a file, null if the last look found another or none. */
    private @Nullable Track trackOf(FileStamp file) {
        Track track = tracksByFileName.get(file.fileName());
        return track != null && track.file.equals(file) ? track : null;
    }
}

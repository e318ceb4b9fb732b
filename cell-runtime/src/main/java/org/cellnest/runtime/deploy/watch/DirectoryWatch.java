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
 * taken once it can be read and is unchanged one look later; it is gone once two looks miss it, so that one that is
 * deleted and written anew is not withdrawn between. A failure is reported once the file has been at rest for {@link
 * #REPORT_AFTER_NS}, since a file on its way may look broken. For the deploying thread alone.
 *
 * <pre>
 * SETTLING -> TAKEN    read well, and the same one look later
 * SETTLING -> FAILING  unreadable, and the same one look later
 * FAILING  -> SETTLING can be read after all
 * TAKEN    -> FAILING  its user says that it is no good
 * FAILING  -> REPORTED at rest for long enough
 * FAILING, REPORTED -> TAKEN  its user says that it is good after all
 * any      -> SETTLING changed
 * </pre>
 */
public final class DirectoryWatch {
    /** How long a file must have been at rest before its failure is reported. */
    static final long REPORT_AFTER_NS = 2_000_000_000L;

    /** Says whether a file can be read as what it is. */
    @FunctionalInterface
    interface Probe {
        /** Null if it can be read, else why not. */
        @Nullable
        String problemWith(FileStamp file);
    }

    private enum Phase {
        SETTLING,
        TAKEN,
        FAILING,
        REPORTED
    }

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
    }

    private final Map<String, Track> tracksByFileName = new TreeMap<>();

    /** What follows from a look. Arrivals come before departures, so that a file that was renamed is one change. */
    public List<DirectoryChange> onLook(List<FileStamp> seen, Probe probe, long nowNs) {
        Map<String, FileStamp> seenByFileName = new TreeMap<>();
        seen.forEach(file -> seenByFileName.put(file.fileName(), file));
        List<DirectoryChange> changes = new ArrayList<>();
        for (FileStamp file : seenByFileName.values()) {
            Track track = tracksByFileName.get(file.fileName());
            if (track == null || !track.file.equals(file)) {
                track = new Track(file, nowNs);
                tracksByFileName.put(file.fileName(), track);
                track.problem = probe.problemWith(file);
                track.readable = track.problem == null;
            } else {
                track.missedOnce = false;
                onUnchanged(track, probe, nowNs, changes);
            }
        }
        collectGone(seenByFileName, changes);
        return changes;
    }

    private static void onUnchanged(Track track, Probe probe, long nowNs, List<DirectoryChange> changes) {
        if (track.phase == Phase.SETTLING && track.problem == null) {
            track.phase = Phase.TAKEN;
            changes.add(new Arrived(track.file));
            return;
        }
        if (!track.readable && (track.phase == Phase.SETTLING || track.phase == Phase.FAILING)) {
            track.problem = probe.problemWith(track.file);
            if (track.problem == null) {
                track.readable = true;
                track.phase = Phase.SETTLING;
                return;
            }
        }
        String problem = track.problem;
        if (track.phase == Phase.SETTLING && problem != null) {
            track.phase = Phase.FAILING;
            changes.add(new Unreadable(track.file, problem));
        }
        if (track.phase == Phase.FAILING && problem != null && nowNs - track.restingSinceNs >= REPORT_AFTER_NS) {
            track.phase = Phase.REPORTED;
            changes.add(new ReportDue(track.file, problem));
        }
    }

    private void collectGone(Map<String, FileStamp> seenByFileName, List<DirectoryChange> changes) {
        for (Iterator<Track> tracks = tracksByFileName.values().iterator(); tracks.hasNext(); ) {
            Track track = tracks.next();
            if (seenByFileName.containsKey(track.file.fileName())) {
                continue;
            }
            if (track.missedOnce) {
                tracks.remove();
                changes.add(new Gone(track.file));
            }
            track.missedOnce = true;
        }
    }

    /** A file that was taken is no good; a report follows unless it changes before. */
    public void onFailure(FileStamp file, String reason) {
        Track track = tracksByFileName.get(file.fileName());
        if (track != null
                && track.file.equals(file)
                && !(track.phase == Phase.REPORTED && reason.equals(track.problem))) {
            track.phase = Phase.FAILING;
            track.problem = reason;
        }
    }

    /** A file that was taken, perhaps once more after a failure, is good. */
    public void onSuccess(FileStamp file) {
        Track track = tracksByFileName.get(file.fileName());
        if (track != null && track.file.equals(file)) {
            track.phase = Phase.TAKEN;
            track.problem = null;
        }
    }
}

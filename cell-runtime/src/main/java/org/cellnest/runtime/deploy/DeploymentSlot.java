package org.cellnest.runtime.deploy;

import java.util.List;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;

/**
 * Holds the versions of one deployment name: the announced one, the fallback that it replaced, and the attempt to load
 * the next one. A slot executes no decision about versions; {@link Deployments} does. For the deploying thread alone.
 *
 * <pre>
 *              announced        fallback         paused
 * install      the new version  -                -
 * keepFallback the same         the announced    -
 * takeFallback -                none             -
 * stepBack     the fallback     none             -
 * pause        none             -                routes of the announced
 * withdraw     none             -                -
 * endPause     -                -                none
 * </pre>
 */
final class DeploymentSlot {
    /** A replaced version, which serves again if a router refuses its successor. */
    record Fallback(Deployment deployment, Source source) {}

    /**
     * The routes of a version that stopped for its successor. They stay announced, so that routers hold requests.
     *
     * @param info the deployment, marked as paused
     */
    record Paused(DeploymentInfo info, List<RouteInfo> routes) {}

    private final String name;
    private final SourceSelection sources = new SourceSelection();
    private @Nullable AnnouncedVersion announced;
    private @Nullable Fallback fallback;
    private @Nullable Paused paused;
    private @Nullable LoadAttempt attempt;
    /** Whether the announced version could be kept as the last good one. */
    private boolean kept = true;

    private List<String> announcedStandby = List.of();

    DeploymentSlot(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    SourceSelection sources() {
        return sources;
    }

    /** Chooses a source among the files of the directory; see {@link SourceSelection#choose}. */
    SourceSelection.Choice choose(List<Candidate> candidates, @Nullable FileStamp conf, @Nullable String keptFrom) {
        return sources.choose(candidates, conf, keptFrom, announcedSource(), loadingSource());
    }

    private @Nullable Source announcedSource() {
        return announced == null ? null : announced.source();
    }

    private @Nullable Source loadingSource() {
        return attempt == null ? null : attempt.source();
    }

    // ---- the attempt under way

    @Nullable
    LoadAttempt attempt() {
        return attempt;
    }

    /** Whether {@code candidate} is the attempt in progress; the results of others come too late. */
    boolean isLoading(LoadAttempt candidate) {
        return attempt == candidate && !candidate.isOvertaken();
    }

    /** Begins an attempt in place of the one in progress. */
    void load(LoadAttempt next) {
        abandonLoad();
        attempt = next;
    }

    /** Gives up the attempt in progress, if there is one. */
    void abandonLoad() {
        if (attempt != null) {
            attempt.overtake();
            attempt = null;
        }
    }

    /** Ends the attempt in progress, which has made a deployment. */
    void onLoaded() {
        attempt = null;
    }

    // ---- versions

    @Nullable
    AnnouncedVersion announced() {
        return announced;
    }

    @Nullable
    Fallback fallback() {
        return fallback;
    }

    /**
     * Returns the version that was stopped for its successor, and serves again unless that succeeds; null if there is
     * none.
     */
    @Nullable
    Paused paused() {
        return paused;
    }

    /** Makes a version the announced one, from the next revision on. */
    void install(Deployment deployment, Source source) {
        announced = AnnouncedVersion.unpublished(deployment, source);
    }

    /** Keeps the announced version as the fallback of its successor. */
    void keepFallback() {
        AnnouncedVersion before = requireAnnounced();
        if (fallback != null) {
            throw new IllegalStateException(name + ": fallback " + before.deployment() + " (expected: none beside "
                    + fallback.deployment() + ")");
        }
        fallback = new Fallback(before.deployment(), before.source());
    }

    /** Removes and returns the fallback, null if there is none. */
    @Nullable
    Fallback takeFallback() {
        Fallback taken = fallback;
        fallback = null;
        return taken;
    }

    /** Announces the fallback again in place of its successor. */
    void stepBack() {
        Fallback before = fallback;
        if (before == null) {
            throw new IllegalStateException(name + ": no fallback (expected: a version that was replaced)");
        }
        fallback = null;
        install(before.deployment(), before.source());
    }

    /** Replaces the announced version by its routes, which stay announced as paused. */
    void pause() {
        Deployment stopped = requireAnnounced().deployment();
        paused = new Paused(stopped.info().asPaused(), stopped.routes());
        announced = null;
    }

    /** Stops announcing the version; only paused routes, if any, remain. */
    void withdraw() {
        announced = null;
    }

    /** Ends the pause. Returns whether there was one. */
    boolean endPause() {
        boolean was = paused != null;
        paused = null;
        return was;
    }

    /** Records the first revision that announces the version. */
    void onPublished(long revision) {
        announced = requireAnnounced().publishedIn(revision);
    }

    /** Records the reason for which a router refuses the announced version, or with null that none does any more. */
    void onRefusal(@Nullable String reason) {
        announced = requireAnnounced().refusedFor(reason);
    }

    /**
     * Notes that the private copy of the announced version is gone, so that the file in the directory is loaded in its
     * place. Returns whether this is news.
     */
    boolean onCopyGone() {
        AnnouncedVersion present = announced;
        if (present == null
                || !(present.source() instanceof DirectoryFile origin)
                || origin.file().isTroubled()) {
            return false;
        }
        FileStamp file = origin.file().troubled("its private copy is gone");
        announced = present.madeFrom(new DirectoryFile(file, origin.conf()));
        return true;
    }

    private AnnouncedVersion requireAnnounced() {
        if (announced == null) {
            throw new IllegalStateException(name + ": no version is announced");
        }
        return announced;
    }

    // ---- the last good version

    boolean isKept() {
        return kept;
    }

    /** Records whether the announced version could be kept as the last good one. */
    void onKept(boolean success) {
        kept = success;
    }

    // ---- files that stand by

    /** Lists the files that would serve if the announced version were removed, the next one first. */
    List<String> standby() {
        return sources.standby(announcedSource(), loadingSource());
    }

    /** Returns the files that were last announced to stand by. */
    List<String> announcedStandby() {
        return announcedStandby;
    }

    void announceStandby(List<String> fileNames) {
        announcedStandby = fileNames;
    }
}

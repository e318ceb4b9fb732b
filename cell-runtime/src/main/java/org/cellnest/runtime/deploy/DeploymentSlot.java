package org.cellnest.runtime.deploy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.runtime.deploy.Candidate.Source;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;

/**
 * All that belongs to one deployment name: the version that is announced, the one it replaced as long as it may have to
 * step in again, and the one that is being loaded. Chooses what to load; does none of it. For the deploying thread
 * alone.
 */
final class DeploymentSlot {
    /** What to do next. */
    enum Next {
        /** Nothing is left of it in the directory. */
        REMOVE,
        /** What is announced or being loaded is right. */
        KEEP,
        /** {@link Choice#source} is to be loaded. */
        LOAD
    }

    /** @param source null unless it is to be loaded */
    record Choice(Next next, @Nullable Source source) {
        private static final Choice REMOVE = new Choice(Next.REMOVE, null);
        private static final Choice KEEP = new Choice(Next.KEEP, null);
    }

    /** @param info as it is announced while it is paused */
    record Stopped(DeploymentInfo info, List<RouteInfo> routes) {
        static Stopped of(Deployment deployment) {
            return new Stopped(deployment.info().asPaused(), deployment.routes());
        }
    }

    /** The last good version, which is kept apart from the deploy directory. */
    static final Source KEPT = new Source(null, null);

    private final String name;
    private final Map<Source, String> reasonsByRejected = new HashMap<>();
    /** Those of the rejected whose reason may pass by itself. */
    private final Set<Source> passing = new HashSet<>();

    private List<Candidate> candidates = List.of();
    private @Nullable FileStamp conf;

    @Nullable
    Deployment current;

    @Nullable
    Source currentSource;
    /** The first revision that announced {@link #current}; 0 before. */
    long currentSince;
    /** Why a router refuses {@link #current}, which stays announced for want of anything better; null if none does. */
    @Nullable
    String refusal;

    @Nullable
    Deployment fallback;

    @Nullable
    Source fallbackSource;

    /**
     * Holds what was announced when {@link #current} was stopped for its successor: it stays announced, as paused, until that
     * starts, and steps in again as the last good version until that serves. Null where nothing was stopped.
     */
    @Nullable
    Stopped stopped;

    @Nullable
    LoadAttempt attempt;

    /** Whether {@link #current} could be kept as the last good version. */
    boolean kept = true;

    /** The files that were last announced to stand by. */
    List<String> announcedStandby = List.of();

    DeploymentSlot(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void reject(Source source, String reason) {
        reasonsByRejected.put(source, reason);
    }

    /** The reason for which a source is about to be rejected may pass by itself. */
    void expectToPass(Source source) {
        passing.add(source);
    }

    /** Forgets what was rejected for such reasons. Returns whether there was anything. */
    boolean forgetPassing() {
        boolean any = reasonsByRejected.keySet().removeAll(passing);
        passing.clear();
        return any;
    }

    /**
     * The files that {@link #current} was loaded from are gone; what lies in the directory is to be loaded in its place.
     * Returns whether that was not known yet.
     */
    boolean onCopyGone() {
        Source source = currentSource;
        FileStamp file = source == null ? null : source.file();
        if (source == null || file == null || file.isTroubled()) {
            return false;
        }
        currentSource = new Source(file.troubled("its private copy is gone"), source.conf());
        return true;
    }

    /** Forgets what was rejected, so that it is tried again. Returns whether there was anything. */
    boolean forgetRejections() {
        boolean any = !reasonsByRejected.isEmpty();
        reasonsByRejected.clear();
        return any;
    }

    /**
     * What should serve now.
     *
     * @param candidates the one to serve first before the others
     * @param conf the settings file, or null
     * @param keptFrom the file that the last good version came from, null if none is kept
     */
    Choice choose(List<Candidate> candidates, @Nullable FileStamp conf, @Nullable String keptFrom) {
        this.candidates = candidates;
        this.conf = conf;
        if (candidates.isEmpty()) {
            return Choice.REMOVE;
        }
        reasonsByRejected.keySet().removeIf(source -> !isPresent(source, candidates, conf));
        Candidate best = firstGood(candidates, conf);
        if (best == null || !best.equals(candidates.get(0))) {
            if (current != null) {
                return best != null && isToReplaceCurrent(best, candidates) ? load(best, conf) : keep();
            }
            boolean keptComesFirst = keptFrom != null
                    && !reasonsByRejected.containsKey(KEPT)
                    && (best == null || isPresent(keptFrom, candidates));
            if (keptComesFirst) {
                return load(KEPT);
            }
        }
        return best == null ? keep() : load(best, conf);
    }

    /** The files that would serve if what serves now were taken away, the first to do so before the others. */
    List<String> standby() {
        return candidates.stream()
                .filter(candidate -> isGood(candidate, conf) && !isOf(currentSource, candidate))
                .filter(candidate -> attempt == null || !isOf(attempt.source(), candidate))
                .map(candidate -> candidate.file().fileName())
                .toList();
    }

    private static boolean isOf(@Nullable Source source, Candidate candidate) {
        return source != null && candidate.file().equals(source.file());
    }

    /** The best candidate is no good. The version that serves goes on, unless its file was taken away on purpose. */
    private boolean isToReplaceCurrent(Candidate best, List<Candidate> candidates) {
        FileStamp served = currentSource == null ? null : currentSource.file();
        return served != null && (served.equals(best.file()) || !isPresent(served.fileName(), candidates));
    }

    private @Nullable Candidate firstGood(List<Candidate> candidates, @Nullable FileStamp conf) {
        for (Candidate candidate : candidates) {
            if (isGood(candidate, conf)) {
                return candidate;
            }
        }
        return null;
    }

    private boolean isGood(Candidate candidate, @Nullable FileStamp conf) {
        return candidate.readable() && !reasonsByRejected.containsKey(new Source(candidate.file(), conf));
    }

    private static boolean isPresent(Source source, List<Candidate> candidates, @Nullable FileStamp conf) {
        if (source.equals(KEPT)) {
            return true;
        }
        return Objects.equals(source.conf(), conf)
                && candidates.stream().anyMatch(candidate -> candidate.file().equals(source.file()));
    }

    private static boolean isPresent(String fileName, List<Candidate> candidates) {
        return candidates.stream()
                .anyMatch(candidate -> candidate.file().fileName().equals(fileName));
    }

    private Choice load(Candidate candidate, @Nullable FileStamp conf) {
        return load(new Source(candidate.file(), conf));
    }

    private Choice load(Source source) {
        if (attempt != null && attempt.source().equals(source)) {
            return Choice.KEEP;
        }
        return source.equals(currentSource) ? keep() : new Choice(Next.LOAD, source);
    }

    private Choice keep() {
        if (attempt != null) {
            attempt.overtake();
            attempt = null;
        }
        return Choice.KEEP;
    }
}

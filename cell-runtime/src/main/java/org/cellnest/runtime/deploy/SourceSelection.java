package org.cellnest.runtime.deploy;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the source that one deployment is made from: the best candidate that was not rejected, or the last good
 * version. A version that serves is kept while the best candidate is no good. For the deploying thread alone.
 */
final class SourceSelection {
    /** The next step of a deployment. */
    sealed interface Choice {
        /** Removes the deployment, of which the directory holds no file any more. */
        record Remove() implements Choice {}

        /** Keeps the announced version, or none; an attempt in progress is obsolete. */
        record Keep() implements Choice {}

        /** Keeps the attempt in progress. */
        record Await() implements Choice {}

        /** Loads a version from {@code source}. */
        record Load(Source source) implements Choice {}
    }

    private final Set<Source> rejected = new HashSet<>();
    /** Sources that were rejected for a reason that may pass by itself, such as a full disk. */
    private final Set<Source> passing = new HashSet<>();

    private List<Candidate> candidates = List.of();
    private @Nullable FileStamp conf;

    /**
     * Excludes a source that failed or was refused, until it changes or rejections are forgotten.
     *
     * @param mayPass whether the same source may succeed later by itself
     */
    void reject(Source source, boolean mayPass) {
        rejected.add(source);
        if (mayPass) {
            passing.add(source);
        }
    }

    /** Forgets rejections that may have passed by themselves. Returns whether there were any. */
    boolean forgetPassing() {
        boolean any = rejected.removeAll(passing);
        passing.clear();
        return any;
    }

    /** Forgets all rejections. Returns whether there were any. */
    boolean forgetRejections() {
        boolean any = !rejected.isEmpty();
        rejected.clear();
        return any;
    }

    /**
     * Chooses among the files that are in the directory now.
     *
     * @param candidates the best first
     * @param conf the settings file, or null
     * @param keptFrom the file that the last good version came from, null if none is kept
     * @param announced the source of the announced version, or null
     * @param loading the source of the attempt in progress, or null
     */
    Choice choose(
            List<Candidate> candidates,
            @Nullable FileStamp conf,
            @Nullable String keptFrom,
            @Nullable Source announced,
            @Nullable Source loading) {
        this.candidates = candidates;
        this.conf = conf;
        if (candidates.isEmpty()) {
            return new Choice.Remove();
        }
        rejected.removeIf(source -> !isPresent(source));
        passing.removeIf(source -> !isPresent(source));
        Source wanted = wanted(keptFrom, announced);
        if (wanted != null && wanted.equals(loading)) {
            return new Choice.Await();
        }
        return wanted == null || wanted.equals(announced) ? new Choice.Keep() : new Choice.Load(wanted);
    }

    /** Returns the source that should serve, or null to keep the announced version. */
    private @Nullable Source wanted(@Nullable String keptFrom, @Nullable Source announced) {
        Candidate best = candidates.stream().filter(this::isGood).findFirst().orElse(null);
        boolean first = best != null && best.equals(candidates.get(0));
        if (!first && announced != null) {
            return best != null && isToReplace(announced, best) ? sourceOf(best) : null;
        }
        boolean lastGoodIsBetter = !first
                && keptFrom != null
                && !rejected.contains(Source.LAST_GOOD)
                && (best == null || isPresent(keptFrom));
        if (lastGoodIsBetter) {
            return Source.LAST_GOOD;
        }
        return best == null ? null : sourceOf(best);
    }

    /**
     * Whether a lesser candidate takes over: the announced version is of its file, or the file was removed on purpose.
     */
    private boolean isToReplace(Source announced, Candidate best) {
        return announced instanceof DirectoryFile served
                && (served.file().equals(best.file())
                        || !isPresent(served.file().fileName()));
    }

    /** Lists the files that would serve if the announced version were removed, the next one first. */
    List<String> standby(@Nullable Source announced, @Nullable Source loading) {
        return candidates.stream()
                .filter(candidate -> isGood(candidate) && !isOf(announced, candidate) && !isOf(loading, candidate))
                .map(candidate -> candidate.file().fileName())
                .toList();
    }

    private static boolean isOf(@Nullable Source source, Candidate candidate) {
        return source instanceof DirectoryFile origin && candidate.file().equals(origin.file());
    }

    private boolean isGood(Candidate candidate) {
        return candidate.readable() && !rejected.contains(sourceOf(candidate));
    }

    private Source sourceOf(Candidate candidate) {
        return new DirectoryFile(candidate.file(), conf);
    }

    private boolean isPresent(Source source) {
        return !(source instanceof DirectoryFile origin)
                || (Objects.equals(origin.conf(), conf)
                        && candidates.stream()
                                .anyMatch(candidate -> candidate.file().equals(origin.file())));
    }

    private boolean isPresent(String fileName) {
        return candidates.stream()
                .anyMatch(candidate -> candidate.file().fileName().equals(fileName));
    }
}

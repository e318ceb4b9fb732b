package org.cellnest.runtime.deploy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.jspecify.annotations.Nullable;

/**
 * Indexes the jars in the deploy directory by the deployment they hold, and the settings files beside them. For the
 * deploying thread alone.
 */
final class Candidates {
    /**
     * A settings file with its text.
     *
     * @param file troubled if it exists and cannot be read; its deployment does not serve without it
     * @param text empty if the file cannot be read
     */
    record Conf(FileStamp file, String text) {}

    private final Map<String, Candidate> byFileName = new TreeMap<>();
    private final Map<String, Conf> confByName = new TreeMap<>();
    private final Set<String> changedNames = new TreeSet<>();

    /** Adds a candidate in place of the one that its file held before. */
    void put(Candidate candidate) {
        Candidate before = byFileName.put(candidate.file().fileName(), candidate);
        if (before != null) {
            changedNames.add(before.name());
        }
        changedNames.add(candidate.name());
    }

    void remove(String fileName) {
        Candidate before = byFileName.remove(fileName);
        if (before != null) {
            changedNames.add(before.name());
        }
    }

    @Nullable
    Candidate of(String fileName) {
        return byFileName.get(fileName);
    }

    /** Lists the candidates of a deployment, the best first. */
    List<Candidate> named(String name) {
        return byFileName.values().stream()
                .filter(candidate -> candidate.name().equals(name))
                .sorted(Candidate.BEST_FIRST)
                .toList();
    }

    boolean holds(String name) {
        return byFileName.values().stream()
                .anyMatch(candidate -> candidate.name().equals(name));
    }

    void putConf(FileStamp file, String text) {
        confByName.put(nameOf(file), new Conf(file, text));
        changedNames.add(nameOf(file));
    }

    void removeConf(FileStamp file) {
        confByName.remove(nameOf(file));
        changedNames.add(nameOf(file));
    }

    @Nullable
    Conf conf(String name) {
        return confByName.get(name);
    }

    /** Returns the deployments whose files have changed since the last call. */
    Set<String> changedNames() {
        Set<String> names = new TreeSet<>(changedNames);
        changedNames.clear();
        return names;
    }

    private static String nameOf(FileStamp conf) {
        return FileNames.deployment(conf.fileName());
    }
}

package org.cellnest.runtime.deploy;

import java.util.Objects;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.watch.DeployDirectory;
import org.jspecify.annotations.Nullable;

/** Makes the attempt that loads a source, with the settings that belong to it. Immutable. */
final class LoadAttempts {
    private final DeployDirectory directory;
    private final DeploymentLoader loader;
    private final LoadAttempt.Results results;

    /** @param results receives the result of each attempt, on the attempt's thread */
    LoadAttempts(DeployDirectory directory, DeploymentLoader loader, LoadAttempt.Results results) {
        this.directory = directory;
        this.loader = loader;
        this.results = results;
    }

    /**
     * Makes an attempt, which is to be started.
     *
     * @param conf the present settings of the deployment, null if there are none
     * @param kept the last good version, null if there is none
     */
    LoadAttempt newAttempt(
            DeploymentSlot slot, Source source, Candidates.@Nullable Conf conf, LastGood.@Nullable Kept kept) {
        AnnouncedVersion announced = slot.announced();
        boolean stopFirst = announced != null && announced.deployment().stopFirst();
        LoadAttempt.Preparation preparation = source instanceof DirectoryFile origin
                ? ofFile(slot.name(), origin, conf == null ? "" : conf.text())
                : ofLastGood(slot.name(), Objects.requireNonNull(kept));
        return new LoadAttempt(slot.name(), source, stopFirst, preparation, loader::start, results);
    }

    private LoadAttempt.Preparation ofFile(String name, DirectoryFile origin, String conf) {
        FileStamp settings = origin.conf();
        if (settings != null && settings.isTroubled()) {
            return () -> {
                throw new DeploymentException("settings of " + settings.fileName() + ": " + settings.trouble());
            };
        }
        FileStamp file = origin.file();
        return () ->
                loader.prepare(name, directory.resolve(file), file.fileName(), conf, () -> directory.isUnchanged(file));
    }

    private LoadAttempt.Preparation ofLastGood(String name, LastGood.Kept kept) {
        return () -> loader.prepare(name, kept.jar(), kept.fileName(), kept.conf(), () -> true);
    }
}

package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.Digests;
import org.cellnest.runtime.deploy.jar.FatalErrors;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;
import org.cellnest.runtime.deploy.jar.JarManifest;
import org.cellnest.runtime.deploy.jar.Version;
import org.cellnest.runtime.deploy.watch.DeployDirectory;
import org.cellnest.runtime.deploy.watch.DirectoryChange;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Arrived;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Gone;
import org.cellnest.runtime.deploy.watch.DirectoryChange.ReportDue;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Unreadable;
import org.cellnest.runtime.deploy.watch.DirectoryWatch;
import org.cellnest.transport.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks the files of the deploy directory: the deployment that each one holds, and the reports of files that do not
 * serve. For the deploying thread alone.
 */
final class Inventory {
    private static final Logger LOG = LoggerFactory.getLogger(Inventory.class);
    /**
     * The maximum size of a file that is digested for reports; a larger file would occupy the deploying thread for too
     * long.
     */
    private static final long MAX_DIGEST_BYTES = 64L << 20;

    private final DeployDirectory directory;
    private final LastGood lastGood;
    private final FailureFiles failures;
    private final DeployListener listener;
    private final Clock clock;
    private final DirectoryWatch watch = new DirectoryWatch();
    private final Candidates candidates = new Candidates();
    private int looks;
    private String complaint = "";

    Inventory(
            DeployDirectory directory, LastGood lastGood, FailureFiles failures, DeployListener listener, Clock clock) {
        this.directory = directory;
        this.lastGood = lastGood;
        this.failures = failures;
        this.listener = listener;
        this.clock = clock;
    }

    Candidates candidates() {
        return candidates;
    }

    /** Returns the number of times that the directory could be read. */
    int looks() {
        return looks;
    }

    /** Reads the directory. Returns the deployments whose files have changed. */
    Set<String> look(long nowNs) {
        List<FileStamp> seen;
        try {
            seen = directory.look();
            complaint = "";
        } catch (IOException e) {
            complain(e.toString());
            return Set.of();
        }
        looks++;
        List<DirectoryChange> changes = watch.onLook(seen, directory, nowNs);
        changes.forEach(this::onChange);
        changes.forEach(this::noteUnused);
        if (looks == 2) {
            failures.removeOrphans(seen.stream().map(FileStamp::fileName).toList());
            forgetOrphans(seen);
        }
        return candidates.changedNames();
    }

    /** Applies a change. An error while handling one file does not affect the others. */
    private void onChange(DirectoryChange change) {
        try {
            if (change instanceof Arrived arrived) {
                onArrived(arrived.file());
            } else if (change instanceof Unreadable unreadable) {
                onUnreadable(unreadable.file(), unreadable.reason());
            } else if (change instanceof ReportDue due) {
                report(due.file(), due.reason());
            } else if (change instanceof Gone gone) {
                onGone(gone.file());
            }
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrowFatal(e);
            LOG.error("{} has failed", change, e);
            if (change instanceof Arrived arrived) {
                watch.onFailure(arrived.file(), "cannot be used: " + e);
            }
        }
    }

    /** Logs settings that belong to no deployment, since their author may have meant one. */
    private void noteUnused(DirectoryChange change) {
        if (change instanceof Arrived arrived && arrived.file().kind() == Kind.CONF) {
            String fileName = arrived.file().fileName();
            String name = FileNames.deployment(fileName);
            if (!candidates.holds(name)) {
                LOG.info("{}: settings of the deployment {}, which no jar here holds", fileName, name);
            }
        }
    }

    private void complain(String what) {
        if (!what.equals(complaint)) {
            complaint = what;
            LOG.warn("{} cannot be read; what is deployed stays: {}", directory.path(), what);
        }
    }

    private void onArrived(FileStamp file) {
        if (file.kind() == Kind.CONF) {
            onConf(file);
            return;
        }
        try {
            JarManifest manifest = JarManifest.read(directory.resolve(file), file.fileName());
            candidates.put(new Candidate(file, manifest.name(), manifest.version(), true));
        } catch (DeploymentException e) {
            watch.onFailure(file, String.valueOf(e.getMessage()));
            onUnreadable(file, String.valueOf(e.getMessage()));
        }
    }

    private void onConf(FileStamp file) {
        try {
            String text = directory.readConf(file);
            candidates.putConf(file, text);
            directory.remember(file, Digests.of(text));
            failures.remove(file.fileName());
        } catch (DeploymentException e) {
            watch.onFailure(file, String.valueOf(e.getMessage()));
            onUnreadable(file, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Records a file that cannot be read. It counts for the deployment that it last held, so that the version which
     * serves keeps its name. Unreadable settings are not the same as none.
     */
    private void onUnreadable(FileStamp file, String reason) {
        if (FileNames.isMiscased(file.fileName())) {
            return; // what it would be is not its deployment's matter
        }
        if (file.kind() == Kind.CONF) {
            candidates.putConf(file.troubled(reason), "");
            return;
        }
        Candidate before = candidates.of(file.fileName());
        LastGood.Kept kept = lastGood.keptFrom(file.fileName());
        String name =
                before != null ? before.name() : kept != null ? kept.name() : FileNames.deployment(file.fileName());
        Version version = before != null ? before.version() : FileNames.version(file.fileName());
        candidates.put(new Candidate(file, name, version, false));
    }

    private void onGone(FileStamp file) {
        failures.remove(file.fileName());
        if (FileNames.isMiscased(file.fileName())) {
            return;
        }
        if (file.kind() == Kind.CONF) {
            candidates.removeConf(file);
        } else {
            candidates.remove(file.fileName());
        }
    }

    private void report(FileStamp file, String reason) {
        LOG.warn("{}: not deployed: {}", file.fileName(), reason);
        failures.write(file.fileName(), deploymentOf(file), digest(file), clock.epochMillis(), reason);
        listener.onFailed(file.fileName(), reason, null);
    }

    private String digest(FileStamp file) {
        if (file.kind() == Kind.CLASSES || file.isTroubled() || file.bytes() > MAX_DIGEST_BYTES) {
            return "";
        }
        try {
            return Digests.of(directory.resolve(file));
        } catch (IOException e) {
            LOG.debug("{}: no digest", file.fileName(), e);
            return "";
        }
    }

    private String deploymentOf(FileStamp file) {
        Candidate candidate = candidates.of(file.fileName());
        return candidate == null ? FileNames.deployment(file.fileName()) : candidate.name();
    }

    /** Forgets last good versions of deployments whose jars were removed while no cell was running. */
    private void forgetOrphans(List<FileStamp> seen) {
        for (LastGood.Kept kept : lastGood.all()) {
            boolean present = seen.stream().anyMatch(file -> file.fileName().equals(kept.fileName()));
            if (!present && !candidates.holds(kept.name())) {
                lastGood.forget(kept.name());
            }
        }
    }

    /** Whether this state of a file is the one that was last seen. */
    boolean isPresent(FileStamp file) {
        Candidate present = candidates.of(file.fileName());
        return present != null && present.file().equals(file);
    }

    /** Records that a file does not serve; a report follows once the file has been at rest for long enough. */
    void onFailure(FileStamp file, String reason) {
        watch.onFailure(file, reason);
    }

    /**
     * Records that a file serves. A file that has changed since keeps the report on its new contents.
     *
     * @param digest of its contents
     */
    void onSuccess(FileStamp file, String digest) {
        watch.onSuccess(file);
        directory.remember(file, digest);
        if (isPresent(file)) {
            failures.remove(file.fileName());
        }
    }
}

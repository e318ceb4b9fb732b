package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipException;
import org.cellnest.cell.Settings;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.IoReasons;
import org.cellnest.runtime.deploy.jar.JarManifest;
import org.cellnest.runtime.deploy.jar.PrivateCopy;
import org.cellnest.runtime.deploy.jar.RouteScanner;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.leak.SharedThreads;
import org.cellnest.transport.Clock;

/** Makes a deployment from a jar in two steps; the second one runs code of the cell. Any thread. */
final class DeploymentLoader {
    private final WorkDirectory work;
    private final DeploySettings settings;
    private final Clock clock;
    private final ClosedLoaders loaders;
    private final AtomicInteger nextRoute = new AtomicInteger(1);

    DeploymentLoader(WorkDirectory work, DeploySettings settings, Clock clock, ClosedLoaders loaders) {
        this.work = work;
        this.settings = settings;
        this.clock = clock;
        this.loaders = loaders;
        SharedThreads.prepare();
    }

    /**
     * Copies a jar aside, reads and scans it, and loads its classes.
     *
     * @param name the deployment it is expected to hold
     * @param source a jar or a folder of classes
     * @param fileName its name in the deploy directory
     * @param conf the text of the settings file beside it, empty if there is none
     * @param unchanged called after copying; false discards the copy, since the jar was being written
     * @throws DeploymentException for the cell's author; nothing is left behind
     */
    Prepared prepare(String name, Path source, String fileName, String conf, BooleanSupplier unchanged)
            throws DeploymentException {
        PrivateCopy copy = copy(name, source);
        try {
            if (!unchanged.getAsBoolean()) {
                throw new DeploymentException("it changed while it was copied");
            }
            JarManifest manifest = JarManifest.read(copy.jar(), fileName);
            if (!manifest.name().equals(name)) {
                throw new DeploymentException("deployment " + manifest.name() + " (expected: " + name + ")");
            }
            Settings cellSettings = CellSettings.read(copy.jar(), conf, name + FileNames.CONF);
            RouteScanner.Found found = RouteScanner.scan(copy.jar());
            return Prepared.of(manifest, fileName, copy, cellSettings, settings, loaders, found);
        } catch (DeploymentException | RuntimeException | Error e) {
            copy.delete();
            throw e;
        }
    }

    /**
     * Constructs and starts a prepared deployment.
     *
     * @throws DeploymentException for the cell's author; nothing is left behind
     */
    Deployment start(Prepared prepared) throws DeploymentException {
        return prepared.start(clock, nextRoute);
    }

    private PrivateCopy copy(String name, Path source) throws DeploymentException {
        Path folder;
        try {
            folder = work.newCopyFolder(name);
        } catch (IOException e) {
            throw DeploymentException.passing("no folder for its private copy: " + IoReasons.of(e), e);
        }
        try {
            return PrivateCopy.make(source, folder);
        } catch (ZipException e) {
            WorkDirectory.deleteTree(folder);
            throw new DeploymentException("not a whole jar: " + e.getMessage(), e);
        } catch (IOException e) {
            WorkDirectory.deleteTree(folder);
            // Each try has a folder of its own, and a reason that stays the same is told once.
            String reason =
                    IoReasons.of(e).replace(folder.toString(), work.path().toString());
            throw DeploymentException.passing("it cannot be copied: " + reason, e);
        } catch (DeploymentException | RuntimeException e) {
            WorkDirectory.deleteTree(folder);
            throw e;
        }
    }
}

package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.cellnest.cell.Settings;
import org.cellnest.transport.Clock;

/** Makes a deployment of a jar in two steps, of which the second runs code of the cell. Any thread. */
final class DeploymentLoader {
    private final WorkDirectory work;
    private final DeploySettings settings;
    private final Clock clock;
    private final AtomicInteger nextRoute = new AtomicInteger(1);

    DeploymentLoader(WorkDirectory work, DeploySettings settings, Clock clock) {
        this.work = work;
        this.settings = settings;
        this.clock = clock;
        SharedThreads.prepare();
    }

    /**
     * Copies a jar aside, reads and scans it, and loads its classes.
     *
     * @param name the deployment it is expected to hold
     * @param source a jar or a folder of classes
     * @param fileName what it is called in the deploy directory
     * @param conf the text of the settings file beside it, empty if there is none
     * @param unchanged asked after the copy was made, which is no good if the jar was being written
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
            return Prepared.of(manifest, fileName, copy, cellSettings, settings, found);
        } catch (DeploymentException | RuntimeException | Error e) {
            copy.delete();
            throw e;
        }
    }

    /**
     * Constructs and starts what was prepared.
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
            throw new DeploymentException("no folder for its private copy: " + e.getMessage(), e);
        }
        try {
            return PrivateCopy.make(source, folder);
        } catch (IOException e) {
            WorkDirectory.deleteTree(folder);
            throw new DeploymentException("it cannot be copied: " + e.getMessage(), e);
        } catch (DeploymentException | RuntimeException e) {
            WorkDirectory.deleteTree(folder);
            throw e;
        }
    }
}

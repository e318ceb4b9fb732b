package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.cellnest.cell.Settings;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.runtime.dispatch.HandlerExecutor;
import org.cellnest.transport.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a deployment of a jar, step by step; {@link #load} is the journey. Any thread, and it runs code of the cell. */
final class DeploymentLoader {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentLoader.class);

    private final WorkDirectory work;
    private final DeploySettings settings;
    private final Clock clock;
    private final AtomicInteger nextRoute = new AtomicInteger(1);

    DeploymentLoader(WorkDirectory work, DeploySettings settings, Clock clock) {
        this.work = work;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Copies a jar aside and loads, scans, constructs and starts what is in it.
     *
     * @param name the deployment it is expected to hold
     * @param source a jar or a folder of classes
     * @param fileName what it is called in the deploy directory
     * @param conf the text of the settings file beside it, empty if there is none
     * @param unchanged asked after the copy was made, which is no good if the jar was being written
     * @throws DeploymentException for the cell's author; nothing is left behind
     */
    Deployment load(String name, Path source, String fileName, String conf, BooleanSupplier unchanged)
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
            return construct(manifest, fileName, copy, cellSettings, found);
        } catch (DeploymentException | RuntimeException | Error e) {
            copy.delete();
            throw e;
        }
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

    private Deployment construct(
            JarManifest manifest, String fileName, PrivateCopy copy, Settings cellSettings, RouteScanner.Found found)
            throws DeploymentException {
        String name = manifest.name();
        CellClassLoader loader = new CellClassLoader(name, copy.urls(), DeploymentLoader.class.getClassLoader());
        HandlerExecutor executor =
                new HandlerExecutor(name, settings.concurrency(), settings.maxStuck(), loader, clock::nanoTime);
        DeploymentContext context = new DeploymentContext(name, settings.cellId(), cellSettings, executor.tasks());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Deployment deployment = new Deployment(info(manifest, fileName, copy, loader), copy, loader, context, executor);
        try {
            JdbcDrivers.load(loader);
            deployment.setTable(
                    CellClasses.load(found, loader).start(context, Map.of(), settings.maxReplyBytes()), nextRoute);
            return deployment;
        } catch (Throwable e) { // also errors of the JVM: a cell's fault must not end a thread of ours
            LOG.info("{}: {} does not load", name, fileName, e);
            thread.setContextClassLoader(before);
            deployment.close();
            throw new DeploymentException(Reasons.of(e), e, Reasons.thrownBy(name, e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static DeploymentInfo info(
            JarManifest manifest, String fileName, PrivateCopy copy, CellClassLoader loader) {
        return new DeploymentInfo(
                manifest.name(),
                manifest.version().text(),
                copy.digest(),
                Map.of(
                        "file",
                        fileName,
                        "api",
                        String.valueOf(manifest.api()),
                        "loader",
                        String.valueOf(loader.getName())));
    }
}

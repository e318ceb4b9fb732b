package org.cellnest.runtime.deploy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.cellnest.cell.Settings;
import org.cellnest.cell.StopFirst;
import org.cellnest.protocol.DeploymentInfo;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.JarManifest;
import org.cellnest.runtime.deploy.jar.LoadErrors;
import org.cellnest.runtime.deploy.jar.PrivateCopy;
import org.cellnest.runtime.deploy.jar.RouteScanner;
import org.cellnest.runtime.deploy.leak.ClosedLoaders;
import org.cellnest.runtime.deploy.leak.JdbcDrivers;
import org.cellnest.runtime.handler.HandlerExecutor;
import org.cellnest.runtime.handler.InvalidCellException;
import org.cellnest.transport.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a copied and scanned jar of whose code nothing has run yet. Either {@link #start} or {@link #discard} is to be
 * called, once, by any thread.
 */
final class Prepared {
    private static final Logger LOG = LoggerFactory.getLogger(Prepared.class);

    private final JarManifest manifest;
    private final String fileName;
    private final PrivateCopy copy;
    private final Settings cellSettings;
    private final DeploySettings settings;
    private final ClosedLoaders loaders;
    private final CellClassLoader loader;
    private final CellClasses classes;
    private final boolean stopFirst;

    private Prepared(
            JarManifest manifest,
            String fileName,
            PrivateCopy copy,
            Settings cellSettings,
            DeploySettings settings,
            ClosedLoaders loaders,
            CellClassLoader loader,
            CellClasses classes) {
        this.manifest = manifest;
        this.fileName = fileName;
        this.copy = copy;
        this.cellSettings = cellSettings;
        this.settings = settings;
        this.loaders = loaders;
        this.loader = loader;
        this.classes = classes;
        this.stopFirst = manifest.stopFirst()
                || Stream.concat(classes.routes().stream(), classes.setups().stream())
                        .anyMatch(type -> type.isAnnotationPresent(StopFirst.class));
    }

    /**
     * Loads the classes that the nest calls, without initializing them.
     *
     * @throws DeploymentException for the cell's author; the copy is the caller's to delete
     */
    static Prepared of(
            JarManifest manifest,
            String fileName,
            PrivateCopy copy,
            Settings cellSettings,
            DeploySettings settings,
            ClosedLoaders loaders,
            RouteScanner.Found found)
            throws DeploymentException {
        CellClassLoader loader = new CellClassLoader(manifest.name(), copy.urls(), Prepared.class.getClassLoader());
        try {
            CellClasses classes = CellClasses.load(found, loader);
            return new Prepared(manifest, fileName, copy, cellSettings, settings, loaders, loader, classes);
        } catch (ClassNotFoundException | InvalidCellException | RuntimeException | Error e) {
            LOG.info("{}: {} does not load", manifest.name(), fileName, e);
            loaders.close(loader, label(manifest, fileName), null);
            throw new DeploymentException(LoadErrors.of(e), e);
        }
    }

    /** Whether the version before is to stop before this one starts. */
    boolean stopFirst() {
        return stopFirst;
    }

    /**
     * Runs the setup, the constructors and the start hooks.
     *
     * @param nextRoute the number of its first route, then counted up
     * @throws DeploymentException for the cell's author; nothing is left behind
     */
    Deployment start(Clock clock, AtomicInteger nextRoute) throws DeploymentException {
        String name = manifest.name();
        HandlerExecutor executor = new HandlerExecutor(
                name, settings.concurrency(), settings.maxStuck(), loader, clock::nanoTime, settings.flows());
        DeploymentContext context = new DeploymentContext(name, settings.cellId(), cellSettings, executor.tasks());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Deployment deployment = new Deployment(info(), stopFirst, copy, loader, context, executor, loaders, clock);
        try {
            JdbcDrivers.load(loader);
            deployment.setTable(classes.start(context, Map.of(), settings.maxReplyBytes(), clock::nanoTime), nextRoute);
            return deployment;
        } catch (Throwable e) { // also errors of the JVM: a cell's fault must not end a thread of ours
            LOG.info("{}: {} does not load", name, fileName, e);
            thread.setContextClassLoader(before);
            deployment.close();
            throw new DeploymentException(LoadErrors.of(e), e, LoadErrors.thrownBy(name, e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Discards the copy and the class loader. */
    void discard() {
        loaders.close(loader, label(manifest, fileName), null);
        copy.delete();
    }

    private static String label(JarManifest manifest, String fileName) {
        return (manifest.name() + " " + manifest.version().text()).strip() + " (" + fileName + ")";
    }

    private DeploymentInfo info() {
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

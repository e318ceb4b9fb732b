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
    private final ClosedLoaders loaders;
    private final AtomicInteger nextRoute = new AtomicInteger(1);

    DeploymentLoader(WorkDirectory work, DeploySettings settings, Clock clock, ClosedLoaders loaders) {
        this.work = work;
        this.settings = settings;
        this.clock = clock;
        this.loaders = loaders;

package org.cellnest.runtime.deploy.leak;

import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/** A place that the JVM has once, for the host and all deployments. Any thread. */
interface JvmRegistry {
    /** Finds what lies there of a deployment that is closed. */
    List<Leak> leaksOf(CellClassLoader loader);
}

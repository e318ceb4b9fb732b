package org.cellnest.runtime.deploy.leak;

import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/** A registry that the JVM has once, for the host and all deployments. Any thread. */
interface JvmRegistry {
    /** Finds the objects of a closed deployment in the registry. */
    List<Leak> leaksOf(CellClassLoader loader);
}

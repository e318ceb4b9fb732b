package org.cellnest.runtime.deploy.leak;

import org.jspecify.annotations.Nullable;

/**
 * An object of a deployment in a place of the JVM that outlives the deployment, and so keeps its class loader in memory.
 *
 * @param what names it, for people
 * @param removal takes it away; null where the JVM allows no such thing
 */
record Leak(String what, @Nullable Runnable removal) {}

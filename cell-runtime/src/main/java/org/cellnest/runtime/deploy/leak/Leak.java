package org.cellnest.runtime.deploy.leak;

import org.jspecify.annotations.Nullable;

/**
 * An object of a deployment in a registry of the JVM, which outlives the deployment and keeps its class loader in
 * memory.
 *
 * @param what names it, for people
 * @param removal removes the object; null if the JVM does not allow that
 */
record Leak(String what, @Nullable Runnable removal) {}

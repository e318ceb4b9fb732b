/**
 * Removes the objects that a closed deployment has left in the JVM, and reports references that keep its class loader
 * from being collected.
 *
 * <p>{@link org.cellnest.runtime.deploy.leak.ClosedLoaders} watches the loaders of closed deployments. Each {@code
 * JvmRegistry} is one registry of the JVM, such as shutdown hooks, MBeans or JDBC drivers, in which a deployment may
 * have left objects.
 */
@NullMarked
package org.cellnest.runtime.deploy.leak;

import org.jspecify.annotations.NullMarked;

/**
 * Turns the jars in a folder into deployments that serve, and back.
 *
 * <p>The way of a jar: {@code watch} finds it and decides when it is complete, {@link
 * org.cellnest.runtime.deploy.DeploymentLoader} copies it aside and makes a {@link org.cellnest.runtime.deploy.Deployment}
 * of it, {@link org.cellnest.runtime.deploy.Deployments} announces it through {@link
 * org.cellnest.runtime.deploy.RegistrationBoard}, and retires its predecessor once every router has stopped sending to it and
 * its last request is answered. Each failure is written to the log and to a {@code .failed} file, and the last good version
 * keeps serving.
 *
 * <p>One thread, the deployer's, decides all of this. Code of cells is constructed and closed on threads of its own, so
 * that a jar that hangs delays no other.
 *
 * <p>{@code jar} reads jars and folders, {@code watch} observes them, {@code leak} cleans up after closed deployments; this
 * package uses all three, and none of them knows it.
 */
@NullMarked
package org.cellnest.runtime.deploy;

import org.jspecify.annotations.NullMarked;

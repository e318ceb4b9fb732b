/**
 * Turns the jars in a folder into deployments that serve, and retires them again.
 *
 * <p>A jar travels through these classes. {@code watch} finds it and decides when it is complete; {@code Inventory}
 * records the deployment that it holds. {@code Rollouts} chooses a source among the candidates and queues a {@code
 * LoadAttempt}. In the attempt {@code DeploymentLoader} copies the jar and makes a {@link
 * org.cellnest.runtime.deploy.Deployment} of it. {@code Deployments} announces the deployment through {@link
 * org.cellnest.runtime.deploy.RegistrationBoard}. Its predecessor retires once every router has stopped sending to it
 * and its last request is answered. {@code TroubleReports} collects the failures, each of which is also logged and
 * written to a {@code .failed} file, while the last good version keeps serving.
 *
 * <p>One thread decides all of this, in the turns of {@code Deployer}; other threads give commands through {@code
 * DeployerProxy}. Code of cells is constructed and closed on threads of its own, so that a jar that hangs delays no
 * other.
 *
 * <p>{@code jar} reads jars and folders, {@code watch} observes them, and {@code leak} cleans up after closed
 * deployments. This package uses all three, and none of them depends on it.
 */
@NullMarked
package org.cellnest.runtime.deploy;

import org.jspecify.annotations.NullMarked;

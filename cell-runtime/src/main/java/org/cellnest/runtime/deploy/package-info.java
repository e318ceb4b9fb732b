/**
 * Turns the jars in a folder into deployments that serve, and back.
 *
 * <p>The journey of a jar: {@link DeployDirectory} sees it, {@link DirectoryWatch} decides when it is whole, {@link
 * DeploymentLoader} copies it aside and makes a {@link Deployment} of it, {@link Deployments} announces it through
 * {@link Announcements}, and retires the one that it replaces once every router has stopped sending to it and its last
 * request is answered. Whatever goes wrong on the way is said in the log and in a {@code .failed} file, and the last good
 * version serves on.
 *
 * <p>One thread, the deploying one, decides all of this; cells' own code is constructed and closed on threads of its own,
 * so that a jar that hangs holds up nobody.
 */
@NullMarked
package org.cellnest.runtime.deploy;

import org.jspecify.annotations.NullMarked;

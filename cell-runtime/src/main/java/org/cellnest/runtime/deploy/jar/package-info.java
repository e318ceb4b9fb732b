/**
 * Reads what a developer has put into the folder: jars and class folders, their manifests, settings, classes and
 * versions.
 *
 * <p>Every fault of a file is a {@link org.cellnest.runtime.deploy.jar.DeploymentException} with a sentence for its
 * author.
 */
@NullMarked
package org.cellnest.runtime.deploy.jar;

import org.jspecify.annotations.NullMarked;

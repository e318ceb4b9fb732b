/**
 * Observes the folder of cells: lists it, and decides which file is complete, changed or gone.
 *
 * <p>{@link org.cellnest.runtime.deploy.watch.DeployDirectory} reads the folder; {@link
 * org.cellnest.runtime.deploy.watch.DirectoryWatch} compares one listing with the next, without a clock or files.
 */
@NullMarked
package org.cellnest.runtime.deploy.watch;

import org.jspecify.annotations.NullMarked;

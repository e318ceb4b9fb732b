/**
 * Development mode: a nest in one JVM that serves a project as it is written.
 *
 * <p>A change's journey, on one thread: {@link org.cellnest.dev.ProjectWatcher} looks at a project again and again; {@link
 * org.cellnest.dev.QuietPeriod} says when what lies in it is at rest; {@link org.cellnest.dev.BuildPlan} chooses between the sources
 * and the classes that somebody else has compiled; {@link org.cellnest.dev.SourceCompiler} compiles where that is needed; and
 * {@link org.cellnest.dev.CellJar} packs the result into the deploy directory of an ordinary cell, which swaps it as it swaps
 * any jar. {@link org.cellnest.dev.ProjectStatus} hears from the cell how that went and tells the terminal; while something
 * is wrong, {@link org.cellnest.dev.ProjectProblemPages} answers every request in place of the nest, else {@link
 * org.cellnest.dev.StartPage} those of browsers for {@code /}.
 */
@NullMarked
package org.cellnest.dev;

import org.jspecify.annotations.NullMarked;

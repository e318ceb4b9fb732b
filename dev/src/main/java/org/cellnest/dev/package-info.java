/**
 * Implements development mode: a nest in one JVM that serves a project while it is written.
 *
 * <p>A change passes through these steps, on one thread. {@link org.cellnest.dev.ProjectWatcher} scans the project
 * periodically. {@link org.cellnest.dev.QuietPeriod} decides when its files are at rest. {@link
 * org.cellnest.dev.BuildPlan} chooses between the sources and classes of another compiler. {@link
 * org.cellnest.dev.SourceCompiler} compiles sources if the plan needs it. {@link org.cellnest.dev.CellJar} packs the
 * result into the deploy directory of an ordinary cell, which swaps the jar as it swaps any jar.
 *
 * <p>{@link org.cellnest.dev.ProjectStatus} receives the outcome from the cell and reports it on the terminal. While
 * there is a problem, {@link org.cellnest.dev.ProjectProblemPages} answers every request in place of the nest.
 * Otherwise {@link org.cellnest.dev.StartPage} answers browsers at {@code /}.
 */
@NullMarked
package org.cellnest.dev;

import org.jspecify.annotations.NullMarked;

/**
 * The load bench of a whole nest, with the peers that a user would pick instead beside it in the same run. {@link
 * org.cellnest.bench.NestBench} is the whole course: a {@code Stage} owns every process, {@code Target}s are what stands on it,
 * a {@code Contest} lets {@code Wrk} at them in alternating rounds, and {@code Report} says what came of it.
 */
@NullMarked
package org.cellnest.bench;

import org.jspecify.annotations.NullMarked;

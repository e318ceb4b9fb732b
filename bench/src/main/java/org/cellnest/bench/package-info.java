/**
 * The load bench of whole nests, with the peers that a user would pick instead beside them in the same run. {@link
 * org.cellnest.bench.Course} is the whole bench: {@code NestPlans} decides which nests run, a {@code Stage} owns every
 * process, {@code Target}s are the contestants on it, a {@code Contest} lets {@code Wrk} at them in alternating rounds, and
 * {@code Report} and {@code Goals} compare the figures. {@code StrangersRun} measures what a {@code Crowd} of silent connections
 * costs a router.
 */
@NullMarked
package org.cellnest.bench;

import org.jspecify.annotations.NullMarked;

/**
 * Measures the load that whole nests bear, and in the same run their alternatives, the peers. {@link
 * org.cellnest.bench.Course} runs the whole bench. {@code NestPlans} decides which nests run, a {@code Stage} owns
 * every process, and {@code Target}s are the contestants. A {@code Contest} runs {@code Wrk} against them in
 * alternating rounds; {@code Report} and {@code Goals} compare the results. {@code StrangersRun} measures the cost of a
 * {@code Crowd} of silent connections to a router.
 */
@NullMarked
package org.cellnest.bench;

import org.jspecify.annotations.NullMarked;

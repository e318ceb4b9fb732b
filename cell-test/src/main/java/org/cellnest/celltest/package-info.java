/**
 * Tests a cell in the JVM of a test, without sockets, ports or processes. {@link org.cellnest.celltest.CellTest} sets
 * up a cell as a deployment would, and answers requests as a nest would. It needs no test framework.
 *
 * <p>The code that binds parameters, runs methods and writes answers is that of a nest. {@code LocalNest} replaces
 * gateway and router. It decodes the path, passes fields by their rules, and keeps the deadline. It finds the route with
 * the router's own {@link org.cellnest.route.RouteFinder}. A test of the project compares its answers with those of a
 * whole nest.
 */
@NullMarked
package org.cellnest.celltest;

import org.jspecify.annotations.NullMarked;

/**
 * For the tests of a cell: {@link org.cellnest.celltest.CellTest} sets a cell up as a deployment would, and answers
 * requests as a nest would, in the JVM of the test, without sockets, ports or processes. It needs no test framework.
 *
 * <p>What binds parameters, runs methods and writes answers is the code that runs in a nest. {@code LocalNest} stands
 * for gateway and router: it decodes the path and passes fields by their rules, finds the route with the router's own
 * {@link org.cellnest.route.RouteFinder}, and keeps the deadline. A test of the project holds its answers against those
 * of a whole nest.
 */
@NullMarked
package org.cellnest.celltest;

import org.jspecify.annotations.NullMarked;

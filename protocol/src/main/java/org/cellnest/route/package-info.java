/**
 * Parses and matches route templates, which a cell announces, a router matches and a cell binds.
 *
 * <p>A template such as {@code /api/orders/{id:\d+}/{path...}} is part of the wire contract, so router and cell read it
 * with the same code. {@link org.cellnest.route.PathTemplate} is the value; its {@link org.cellnest.route.Segment}s are
 * literal text, variables with or without a {@link org.cellnest.route.Constraint}, and a rest. Two templates with one
 * canonical shape match exactly the same paths, and a nest lets only one deployment serve them. {@code RouteTrie} finds
 * the most specific of many templates that match a path; {@link org.cellnest.route.RouteFinder} adds methods to it and
 * holds the rules for HEAD, OPTIONS and inner routes, for routers and for the tests of cells.
 *
 * <p>A template comes from an untrusted jar and its constraints run in the router's loop. Everything is therefore
 * bounded: length, segments, length and compiled size of an expression, and the text that an expression is matched on.
 * Expressions run in time linear in that text.
 */
@NullMarked
package org.cellnest.route;

import org.jspecify.annotations.NullMarked;

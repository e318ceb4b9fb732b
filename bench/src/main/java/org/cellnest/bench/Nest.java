package org.cellnest.bench;

/**
 * A running nest: one gateway, one router and one cell.
 *
 * @param router its process
 * @param backPort the port of the router for cells
 */
record Nest(NestPlan plan, Target target, BenchProcess router, int backPort) {}

package org.cellnest.bench;

/**
 * A nest that runs: one gateway, one router and one cell.
 *
 * @param router its process
 * @param backPort where cells connect to the router
 */
record Nest(NestPlan plan, Target target, BenchProcess router, int backPort) {}

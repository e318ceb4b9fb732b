package org.cellnest.router;

/**
 * A cell that serves a route.
 *
 * @param cell the cell
 * @param number the cell's own number for the route
 * @param load what the cell has in flight of the route's deployment
 */
record Server(CellSession cell, int number, DeploymentLoad load) {}

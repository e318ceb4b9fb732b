package org.cellnest.router;

/**
 * A cell that serves a route.
 *
 * @param cell the cell
 * @param number the cell's own number for the route
 */
record Server(CellSession cell, int number) {}

package org.cellnest.router.snapshot;

import java.util.List;

/**
 * The routes that a cell serves.
 *
 * @param cell the cell, seen at the same time
 * @param routes the first of its routes
 */
public record CellRoutes(CellSnapshot cell, List<Item> routes) {
    /** The maximum number of routes that are listed. */
    public static final int MAX_ROUTES = 1000;

    /** A route, by its id in this router. */
    public record Item(long id, String method, String template) {}
}

package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the routes of a cell that no other cell serves, in pieces. Used by the broker's thread alone. */
public final class LastServingCell {
    /** The maximum number of routes examined in one turn. */
    public static final int PIECE = 256;

    private static final int MAX_NAMED = 5;

    private final CellSession cell;
    private final Iterator<Claim> claims;
    private final List<String> named = new ArrayList<>();
    private Iterator<Route> routes = List.<Route>of().iterator();
    private int alone;

    LastServingCell(CellSession cell) {
        this.cell = cell;
        this.claims = List.copyOf(cell.claims()).iterator();
    }

    /** Examines a piece of the cell's routes; returns whether there are more. */
    public boolean next() {
        if (cell.takesNothingNew()) {
            return false;
        }
        for (int i = 0; i < PIECE && (routes.hasNext() || claims.hasNext()); i++) {
            if (routes.hasNext()) {
                look(routes.next());
            } else {
                routes = claims.next().routes().iterator();
            }
        }
        return routes.hasNext() || claims.hasNext();
    }

    private void look(Route route) {
        for (ServingCell servingCell : route.servers) {
            if (servingCell.stands()
                    && servingCell.cell() != cell
                    && !servingCell.cell().takesNothingNew()) {
                return;
            }
        }
        alone++;
        if (named.size() < MAX_NAMED) {
            named.add(route.toString());
        }
    }

    /**
     * Returns the reason why the cell must not be removed, once all pieces are examined: it is the last cell of a
     * route. Null if it may be.
     */
    public @Nullable OperatorRefusal refusal() {
        return alone == 0 || cell.takesNothingNew()
                ? null
                : new OperatorRefusal.LastServing(cell.peerId, named, alone - named.size());
    }
}

package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.cellnest.process.ops.OpsException;

/**
 * Finds the routes that no other cell would take requests for, in pieces, and refuses to leave them without one. On the
 * broker's thread.
 */
public final class LastServingCell {
    /** The most routes that are looked at in one turn. */
    public static final int PIECE = 256;

    private static final int MAX_NAMED = 5;

    private final CellSession cell;
    private final Iterator<Claim> claims;
    private final List<String> named = new ArrayList<>();
    private Iterator<Route> routes = List.<Route>of().iterator();
    private int alone;

    public LastServingCell(CellSession cell) {
        this.cell = cell;
        this.claims = List.copyOf(cell.claims()).iterator();
    }

    /** Looks at a piece of the cell's routes; returns whether there are more. */
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
            if (servingCell.stands() && servingCell.cell() != cell && !servingCell.cell().takesNothingNew()) {
                return;
            }
        }
        alone++;
        if (named.size() < MAX_NAMED) {
            named.add(route.toString());
        }
    }

    /**
     * Refuses the operation where the cell is the last of a route.
     *
     * @throws OpsException 412, with the route named
     */
    public void refuse() throws OpsException {
        if (alone == 0 || cell.takesNothingNew()) {
            return;
        }
        String more = alone > MAX_NAMED ? " and " + (alone - MAX_NAMED) + " more" : "";
        throw new OpsException(
                412,
                "cell " + cell.peerId + " is the last that serves " + String.join(", ", named) + more
                        + "; their requests would wait, and then be answered 503"
                        + " (expected: another cell that serves them, or a request without last=refuse)");
    }
}

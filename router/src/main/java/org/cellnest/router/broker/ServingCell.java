package org.cellnest.router.broker;

/**
 * A cell that serves a route, or is about to, or has.
 *
 * @param claim the cell's announcement of the route's deployment
 * @param number the cell's own number for the route
 */
record ServingCell(Claim claim, int number) {
    CellSession cell() {
        return claim.cell;
    }

    /** The cell's load of the route's deployment. */
    DeploymentLoad load() {
        return claim.load;
    }

    /** Another request for the route is dispatched to the cell. */
    void take() {
        claim.cell.take();
        claim.load.begin();
    }

    /** Whether the cell serves the route now. */
    boolean stands() {
        return claim.isStanding();
    }
}

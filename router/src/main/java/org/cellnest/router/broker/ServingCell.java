package org.cellnest.router.broker;

/**
 * A cell that serves a route, or is about to, or has.
 *
 * @param claim by which it does
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

    /** Whether the cell serves the route now. */
    boolean stands() {
        return claim.isStanding();
    }
}

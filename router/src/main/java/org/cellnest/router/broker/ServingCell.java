package org.cellnest.router.broker;

/**
 * A cell that serves a route, is about to serve it, or has served it.
 *
 * @param claim the cell's announcement of the route's deployment
 * @param number the cell's own number for the route
 */
record ServingCell(Claim claim, int number) {
    CellSession cell() {
        return claim.cell;
    }

    /** Returns the cell's load of the route's deployment. */
    DeploymentLoad load() {
        return claim.load;
    }

    /** Counts another request of the route that is dispatched to the cell. */
    void take(boolean asStream) {
        if (asStream) {
            claim.cell.takeStream();
            claim.cell.countRequest();
        } else {
            claim.cell.take();
            claim.load.begin();
        }
    }

    /** Whether the cell has room for a new request of the route, or for a request whose body flows. */
    boolean hasRoom(boolean asStream) {
        return asStream ? claim.cell.hasStreamRoom() : claim.load.hasRoom();
    }

    /** Whether the cell serves the route at present. */
    boolean stands() {
        return claim.isStanding();
    }
}

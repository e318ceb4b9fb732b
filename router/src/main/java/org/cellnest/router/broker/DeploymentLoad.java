package org.cellnest.router.broker;

/**
 * Counts a cell's requests in flight of one deployment across all its versions, and compares them with the grant. Used
 * by the broker's thread alone.
 */
final class DeploymentLoad {
    private final CellSession cell;
    private int inFlight;

    DeploymentLoad(CellSession cell) {
        this.cell = cell;
    }

    void begin() {
        inFlight++;
    }

    void end() {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }

    /** Whether another request of the deployment may be dispatched to the cell now. */
    boolean hasRoom() {
        return cell.hasRoom() && !isFull();
    }

    /** Whether the deployment has reached its own limit, even if the cell has room for others. */
    boolean isFull() {
        int most = cell.deploymentConcurrency();
        return most > 0 && inFlight >= most;
    }
}

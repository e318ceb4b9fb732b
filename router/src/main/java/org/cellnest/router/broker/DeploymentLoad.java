package org.cellnest.router.broker;

/**
 * Counts what a cell has in flight of one deployment, whatever its versions, and knows whether it may be more. Used by the
 * broker's thread alone.
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

    /** Whether the cell grants the deployment no more, whatever it grants others. */
    boolean isFull() {
        int most = cell.deploymentConcurrency();
        return most > 0 && inFlight >= most;
    }
}

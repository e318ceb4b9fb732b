package org.cellnest.router.broker;

/** Ends pieces after so many steps, and counts. */
final class StepSlice implements TimeSlice {
    /** The steps of a piece. */
    int limit = 10_000;

    int pieces;
    int steps;
    private int left;

    @Override
    public void begin() {
        pieces++;
        left = limit;
    }

    @Override
    public boolean isOver() {
        steps++;
        return --left <= 0;
    }
}

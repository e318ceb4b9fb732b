package example;

/** Counts visits, period by period. Any thread. */
final class VisitCounter {
    private long present;
    private long last;

    synchronized long visit() {
        return ++present;
    }

    synchronized void endPeriod() {
        last = present;
        present = 0;
    }

    synchronized long last() {
        return last;
    }
}

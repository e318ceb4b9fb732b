package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import org.cellnest.integration.harness.LedgerFile;
import org.cellnest.integration.harness.Shot;

/** What must hold for every request of a load, whatever was done to the nest meanwhile. */
final class Shots {
    private static final int SHOWN = 5;
    /** Two processes read the same clock, but a line is written before its time is looked at again. */
    private static final long CLOCK_SLACK_MS = 20;

    private Shots() {}

    /** Every request was answered, and well. */
    static void assertAllOk(List<Shot> shots) {
        assertNone("not answered as on a good day", shots, shot -> !shot.isOk());
    }

    /** Every request was answered well, or with the outcome that what became of it is not known. */
    static void assertOkOrUnknown(List<Shot> shots) {
        assertNone(
                "neither well nor 502 unknown",
                shots,
                shot -> !shot.isOk() && !(shot.status() == 502 && shot.outcome().equals("unknown")));
    }

    /**
     * What the nest said is what the ledger says: what was answered well ran once, what was not started did not run, and
     * nothing ran twice.
     */
    static void assertTrueToLedger(List<Shot> shots, LedgerFile ledger) {
        assertEquals(java.util.Map.of(), ledger.repeated(), "run more than once");
        var starts = ledger.startsByKey();
        assertNone(
                "answered well but not run once",
                shots,
                shot -> shot.isOk() && starts.getOrDefault(shot.key(), 0) != 1);
        assertNone(
                "said not to have been started, but run",
                shots,
                shot -> shot.outcome().equals("not-started") && starts.containsKey(shot.key()));
    }

    /** The number of handlers that a stop can meet between the check that they may begin and their first line. */
    static int beingEntered() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Nothing was started after the client had been told what became of it.
     *
     * @param entered how many handlers may have been entered already when their process was stopped
     */
    static void assertNothingStartedAfterItsAnswer(List<Shot> shots, LedgerFile ledger, int entered) {
        var answeredAtMsByKey = new java.util.HashMap<String, Long>();
        for (Shot shot : shots) {
            if (shot.answer() != null) {
                answeredAtMsByKey.put(shot.key(), shot.answeredAtMs());
            }
        }
        List<LedgerFile.Entry> late = ledger.entries().stream()
                .filter(entry -> entry.event().equals("start"))
                .filter(entry -> entry.atMs()
                        > answeredAtMsByKey.getOrDefault(entry.key(), Long.MAX_VALUE - CLOCK_SLACK_MS) + CLOCK_SLACK_MS)
                .toList();
        assertTrue(late.size() <= entered, () -> late.size() + " started after their answers: " + late);
    }

    private static void assertNone(String what, List<Shot> shots, Predicate<Shot> wrong) {
        List<Shot> found = shots.stream().filter(wrong).toList();
        assertEquals(
                List.of(),
                found.stream().limit(SHOWN).toList(),
                () -> found.size() + " of " + shots.size() + " " + what);
    }
}

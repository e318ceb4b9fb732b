package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuietPeriodTest {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final QuietPeriod quietPeriod = new QuietPeriod();
    private final Snapshot first = Snapshots.of("A.java=1", "A.class=1");

    @Test
    void takesSourcesThatTwoLooksShowAlike() {
        assertNull(quietPeriod.onLook(first, 0));
        assertSame(first, quietPeriod.onLook(first, LOOK_NS));
        assertNull(quietPeriod.onLook(first, 2 * LOOK_NS), "and only once");
        Snapshot edited = Snapshots.of("A.java=2", "A.class=1");
        Snapshot more = Snapshots.of("A.java=3", "A.class=1");
        assertNull(quietPeriod.onLook(edited, 3 * LOOK_NS));
        assertNull(quietPeriod.onLook(more, 4 * LOOK_NS), "still being written");
        assertSame(more, quietPeriod.onLook(more, 5 * LOOK_NS));
        assertEquals(3 * LOOK_NS, quietPeriod.beganNs(), "from the first change on");
    }

    @Test
    void waitsForCompilersThatWriteOneClassAfterTheOther() {
        settle(first);
        Snapshot half = Snapshots.of("A.java=1", "A.class=2");
        Snapshot whole = Snapshots.of("A.java=1", "A.class=2", "B.class=2");
        long beganNs = 10 * LOOK_NS;
        assertNull(quietPeriod.onLook(half, beganNs));
        assertNull(quietPeriod.onLook(half, beganNs + QuietPeriod.CLASSES_NS - 1));
        assertNull(quietPeriod.onLook(whole, beganNs + QuietPeriod.CLASSES_NS));
        assertNull(quietPeriod.onLook(whole, beganNs + 2 * QuietPeriod.CLASSES_NS - 1));
        assertSame(whole, quietPeriod.onLook(whole, beganNs + 2 * QuietPeriod.CLASSES_NS));
    }

    @Test
    void waitsLongerWhereABuildHasDeletedEverything() {
        Snapshot classes = Snapshots.of("A.class=1");
        settle(classes);
        Snapshot none = Snapshots.of();
        long beganNs = 10 * LOOK_NS;
        assertNull(quietPeriod.onLook(none, beganNs));
        assertNull(quietPeriod.onLook(none, beganNs + QuietPeriod.NOTHING_NS - 1));
        assertSame(none, quietPeriod.onLook(none, beganNs + QuietPeriod.NOTHING_NS));
    }

    @Test
    void forgetsAChangeThatIsTakenBack() {
        settle(first);
        assertNull(quietPeriod.onLook(Snapshots.of("A.java=2", "A.class=1"), 10 * LOOK_NS));
        assertNull(quietPeriod.onLook(first, 11 * LOOK_NS));
        assertNull(quietPeriod.onLook(first, 12 * LOOK_NS));
    }

    @Test
    void tellsAgainWhatItIsToForget() {
        settle(first);
        quietPeriod.forget();
        settle(first);
    }

    private void settle(Snapshot snapshot) {
        assertNull(quietPeriod.onLook(snapshot, 0));
        assertSame(snapshot, quietPeriod.onLook(snapshot, LOOK_NS));
    }
}

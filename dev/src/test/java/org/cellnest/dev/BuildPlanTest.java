package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.cellnest.dev.BuildPlan.Origin;
import org.junit.jupiter.api.Test;

class BuildPlanTest {
    @Test
    void beginsWithClassesThatAreNoOlderThanTheSources() {
        assertEquals(Origin.CLASSES, first(Mode.NEWEST, "A.java=1", "A.class=1").origin());
        assertEquals(Origin.SOURCES, first(Mode.NEWEST, "A.java=2", "A.class=1").origin());
        assertEquals(Origin.SOURCES, first(Mode.NEWEST, "A.java=2").origin());
        assertEquals(Origin.CLASSES, first(Mode.NEWEST, "A.class=1").origin());
        assertEquals(Origin.NOTHING, first(Mode.NEWEST, "a.txt=1").origin());
    }

    @Test
    void leavesTheChoiceToTheAuthor() {
        assertEquals(
                Origin.SOURCES, first(Mode.COMPILE, "A.java=1", "A.class=2").origin());
        assertEquals(Origin.NOTHING, first(Mode.COMPILE, "A.class=2").origin());
        assertEquals(
                Origin.CLASSES, first(Mode.CLASSES, "A.java=2", "A.class=1").origin());
        assertEquals(Origin.NOTHING, first(Mode.CLASSES, "A.java=2").origin());
    }

    @Test
    void followsWhoeverWasLast() {
        Snapshot compiled = Snapshots.of("A.java=1", "A.class=2");
        BuildPlan buildPlan = BuildPlan.of(Mode.NEWEST, compiled, null, null);
        Snapshot written = Snapshots.of("A.java=3", "A.class=2");
        BuildPlan second = BuildPlan.of(Mode.NEWEST, written, compiled, buildPlan);
        assertEquals(Origin.SOURCES, second.origin());
        Snapshot again = Snapshots.of("A.java=3", "A.class=4");
        assertEquals(
                Origin.CLASSES,
                BuildPlan.of(Mode.NEWEST, again, written, second).origin());
    }

    @Test
    void compilesASourceThatIsOlderThanTheClassesButNewHere() {
        Snapshot compiled = Snapshots.of("A.java=1", "A.class=9");
        BuildPlan buildPlan = BuildPlan.of(Mode.NEWEST, compiled, null, null);
        Snapshot copied = Snapshots.of("A.java=2", "A.class=9");
        assertEquals(
                Origin.SOURCES,
                BuildPlan.of(Mode.NEWEST, copied, compiled, buildPlan).origin());
    }

    @Test
    void doesNotMindClassesThatABuildDeletesWhileItServesTheSources() {
        Snapshot written = Snapshots.of("A.java=2", "A.class=1");
        BuildPlan buildPlan = BuildPlan.of(Mode.NEWEST, written, null, null);
        Snapshot deleted = Snapshots.of("A.java=2");
        assertEquals(buildPlan, BuildPlan.of(Mode.NEWEST, deleted, written, buildPlan), "the same version");
        Snapshot conf = Snapshots.of("A.java=2", "orders.conf=3");
        assertNotEquals(buildPlan, BuildPlan.of(Mode.NEWEST, conf, deleted, buildPlan));
    }

    private static BuildPlan first(Mode mode, String... files) {
        return BuildPlan.of(mode, Snapshots.of(files), null, null);
    }
}

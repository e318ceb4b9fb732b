package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.cellnest.protocol.DeploymentInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deployments that lock a file, which only one of them can. */
class StopFirstTest extends DeployTest {
    private static final String ANNOTATION = "@org.cellnest.cell.StopFirst";

    @BeforeEach
    void open() throws IOException {
        locking(ANNOTATION, "one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
    }

    @Test
    void startsAVersionOnceTheOneBeforeHasStopped() throws IOException {
        locking(ANNOTATION, "two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
        assertEquals(List.of(false), paused());
        cell.waitForReports();
        assertFalse(Files.exists(cell.failed("orders.jar")));
    }

    @Test
    void overlapsAsEverWithoutIt() throws IOException {
        locking("", "one").writeTo(cell.file("other.jar"));
        cell.waitForReports();
        assertTrue(Files.readString(cell.failed("other.jar")).contains("OverlappingFileLockException"));
    }

    @Test
    void keepsTheRoutesAnnouncedAsPausedUntilTheNewVersionServes() throws IOException {
        cell.routerAnswers = false;
        locking(ANNOTATION, "two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(List.of("/version"), cell.templates());
        assertEquals(List.of(true), paused());
        assertEquals("one", cell.getAsBefore("/version"), "what the router sent before it knew is answered");
        cell.routerAnswers = true;
        cell.settle();
        assertEquals(List.of(false), paused());
        assertEquals("two", cell.get("/version"));
    }

    @Test
    void finishesTheRequestsOfTheVersionThatStops() throws IOException {
        Deployment one = cell.deploymentOf("/version");
        assertNotNull(one);
        assertTrue(one.enter());
        locking(ANNOTATION, "two").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals(DeploymentState.RETIRING, one.state());
        assertEquals(List.of(true), paused());
        one.exit();
        cell.settle();
        assertEquals("two", cell.get("/version"));
    }

    @Test
    void takesTheManifestsWordForIt() throws IOException {
        locking("", "two").manifest("Cellnest-Update-Order", "stop-first").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("two", cell.get("/version"));
        locking("", "three").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("three", cell.get("/version"), "the version before says so");
    }

    @Test
    void reportsAnUpdateOrderThatItDoesNotKnow() throws IOException {
        locking("", "two").manifest("Cellnest-Update-Order", "rolling").writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        assertTrue(Files.readString(cell.failed("orders.jar"))
                .contains("Cellnest-Update-Order: rolling (expected: start-first or stop-first)"));
        assertEquals("one", cell.get("/version"));
    }

    @Test
    void loadsTheVersionBeforeAgainWhereTheNewOneDoesNotStart() throws IOException {
        Deployment one = cell.deploymentOf("/version");
        locking(ANNOTATION, "two")
                .source(
                        "demo.Version",
                        "package demo; public class Version {"
                                + " public Version() { throw new IllegalStateException(\"no table\"); }"
                                + " @org.cellnest.cell.Route(\"/version\") public String version() { return \"\"; } }")
                .writeTo(cell.file("orders.jar"));
        cell.settle();
        cell.settle();
        assertEquals("one", cell.get("/version"));
        assertFalse(one == cell.deploymentOf("/version"), "another instance of it");
        assertEquals(List.of(false), paused());
        cell.waitForReports();
        assertTrue(Files.readString(cell.failed("orders.jar")).contains("no table"));
        locking(ANNOTATION, "three").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("three", cell.get("/version"));
    }

    @Test
    void stopsNothingForAJarThatCannotBeRead() throws IOException {
        Deployment one = cell.deploymentOf("/version");
        TestJars.jar().entry("demo/Version.class", "no class").writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        assertTrue(Files.exists(cell.failed("orders.jar")));
        assertTrue(one == cell.deploymentOf("/version"), "it never stopped");
    }

    @Test
    void loadsTheVersionBeforeAgainWhereARouterRefusesTheNewOne() throws IOException {
        cell.refusals.put("orders 2", "another has the route");
        locking(ANNOTATION, "two").manifest("Cellnest-Version", "2").writeTo(cell.file("orders.jar"));
        cell.settle();
        cell.settle();
        assertEquals("one", cell.get("/version"));
        cell.waitForReports();
        assertTrue(Files.readString(cell.failed("orders.jar")).contains("another has the route"));
    }

    @Test
    void announcesNothingMoreWhereTheJarIsRemovedMeanwhile() throws IOException {
        cell.routerAnswers = false;
        locking(ANNOTATION, "two").writeTo(cell.file("orders.jar"));
        cell.settle();
        Files.delete(cell.file("orders.jar"));
        cell.settle();
        cell.routerAnswers = true;
        cell.settle();
        assertEquals(List.of(), cell.templates());
        try (var copies = Files.list(cell.workFolder().resolve("live"))) {
            assertEquals(List.of(), copies.toList());
        }
    }

    @Test
    void startsTheLatestOfTwoVersionsThatWait() throws IOException {
        cell.routerAnswers = false;
        locking(ANNOTATION, "two").writeTo(cell.file("orders.jar"));
        cell.settle();
        locking(ANNOTATION, "the third").writeTo(cell.file("orders.jar"));
        cell.settle();
        cell.routerAnswers = true;
        cell.settle();
        assertEquals("the third", cell.get("/version"));
        try (var copies = Files.list(cell.workFolder().resolve("live"))) {
            assertEquals(1, copies.count());
        }
    }

    /** Fails to start while another one is there. */
    private TestJars locking(String annotation, String version) {
        return TestJars.answering(version)
                .source(
                        "demo.Setup",
                        "package demo; import java.nio.channels.FileChannel; import java.nio.file.*; "
                                + annotation + " public class Setup implements org.cellnest.cell.CellSetup {"
                                + " public void setUp(org.cellnest.cell.CellContext context) throws Exception {"
                                + " FileChannel channel = FileChannel.open(Path.of(\"" + root.resolve("lock") + "\"),"
                                + " StandardOpenOption.CREATE, StandardOpenOption.WRITE);"
                                + " try { channel.lock(); } catch (Exception e) { channel.close(); throw e; }"
                                + " context.onClose(channel::close); } }");
    }

    private List<Boolean> paused() {
        Announcement announcement = cell.board.current();
        assertNotNull(announcement);
        return announcement.deployments().stream().map(DeploymentInfo::paused).toList();
    }
}

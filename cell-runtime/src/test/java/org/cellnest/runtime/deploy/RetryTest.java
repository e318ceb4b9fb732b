package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cellnest.runtime.deploy.jar.WorkDirectory;
import org.junit.jupiter.api.Test;

/** Jars that fail for want of something on the machine, and jars that are no jars. */
class RetryTest extends DeployTest {
    @Test
    void triesAJarAgainThatHadNoFolder() throws Exception {
        cell.settle();
        // A file where copies have their folder stands for a disk that takes none.
        Path live = cell.workFolder().resolve("live");
        Files.delete(live);
        Files.createFile(live);
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        assertNull(cell.get("/version"));
        String report = Files.readString(cell.failed("orders.jar"));
        assertTrue(report.contains("no folder for its private copy: " + live + ": "), report);
        long revision = cell.revision();
        cell.clock.advanceMs(60_000);
        cell.turn();
        cell.turn();
        assertEquals(revision, cell.revision(), "told once");
        Files.delete(live);
        cell.clock.advanceMs(60_000);
        cell.turn();
        cell.settle();
        assertEquals("one", cell.get("/version"));
        assertEquals(List.of(), cell.failures());
        assertFalse(Files.exists(cell.failed("orders.jar")));
    }

    @Test
    void waitsLongerEachTime() {
        Retries retries = new Retries();
        retries.onFailed("orders", 0);
        assertEquals(Set.of(), retries.due(Retries.FIRST_NS - 1));
        assertEquals(Set.of("orders"), retries.due(Retries.FIRST_NS));
        assertEquals(Set.of(), retries.due(Retries.FIRST_NS));
        retries.onFailed("orders", 0);
        assertEquals(Set.of(), retries.due(2 * Retries.FIRST_NS - 1));
        assertEquals(Set.of("orders"), retries.due(2 * Retries.FIRST_NS));
        for (int i = 0; i < 10; i++) {
            retries.onFailed("orders", 0);
        }
        assertEquals(Set.of("orders"), retries.due(Retries.LONGEST_NS));
        retries.forget("orders");
        retries.onFailed("orders", 0);
        assertEquals(Set.of("orders"), retries.due(Retries.FIRST_NS));
    }

    @Test
    void makesAWorkFolderAnewThatWasDeleted() throws Exception {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Deployment before = cell.deploymentOf("/version");
        WorkDirectory.deleteTree(cell.workFolder());
        cell.settle();
        Deployment after = cell.deploymentOf("/version");
        assertNotNull(after);
        assertNotSame(before, after);
        assertEquals("one", cell.get("/version"));
        assertTrue(Files.exists(after.copy().jar()));
        assertTrue(Files.exists(cell.workFolder().resolve("lock")));
        assertTrue(Files.exists(cell.workFolder().resolve("good").resolve("orders")));
        assertEquals(List.of(), cell.failures());
        try (WorkDirectory other = WorkDirectory.open(root.resolve("work"), cell.directory)) {
            assertFalse(other.path().equals(cell.workFolder()), "the lock is held");
        }
    }

    @Test
    void loadsAgainWhatLosesItsCopyAlone() throws Exception {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        Deployment before = cell.deploymentOf("/version");
        assertNotNull(before);
        WorkDirectory.deleteTree(cell.workFolder().resolve("live"));
        WorkDirectory.deleteTree(cell.workFolder().resolve("good").resolve("orders"));
        cell.settle();
        Deployment after = cell.deploymentOf("/version");
        assertNotNull(after);
        assertNotSame(before, after);
        cell.settle();
        assertEquals(after, cell.deploymentOf("/version"));
        assertTrue(Files.exists(after.copy().jar()));
        assertTrue(Files.exists(cell.workFolder().resolve("good").resolve("orders")));
        WorkDirectory.deleteTree(cell.workFolder().resolve("good"));
        cell.clock.advanceMs(10_000);
        cell.turn();
        assertTrue(Files.exists(cell.workFolder().resolve("good").resolve("orders")));
    }

    @Test
    void keepsTheLastGoodVersionOnceItCan() throws Exception {
        cell.settle();
        Path good = cell.workFolder().resolve("good");
        Files.delete(good);
        Files.createFile(good);
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        assertEquals("one", cell.get("/version"));
        Files.delete(good);
        cell.clock.advanceMs(10_000);
        cell.turn();
        assertTrue(Files.exists(good.resolve("orders")));
    }

    @Test
    void reportsASuffixInCapitals() throws Exception {
        TestJars.answering("one").writeTo(cell.file("orders.JAR"));
        Files.writeString(cell.file("orders.CONF"), "a = 1");
        TestJars.answering("two").writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        assertEquals("two", cell.get("/version"));
        assertEquals(List.of("orders.CONF", "orders.JAR"), cell.failures());
        String report = Files.readString(cell.failed("orders.JAR"));
        assertTrue(report.contains("its name ends with .JAR (expected: .jar)"), report);
        Files.delete(cell.file("orders.JAR"));
        Files.delete(cell.file("orders.CONF"));
        cell.settle();
        assertEquals(List.of(), cell.failures());
        assertEquals("two", cell.get("/version"));
    }

    @Test
    void callsATruncatedClassThat() throws Exception {
        byte[] whole = TestJars.answering("two").compile().get("demo/Version.class");
        assertNotNull(whole);
        TestJars.answering("one")
                .entry("other/Version.class", Arrays.copyOf(whole, whole.length / 2))
                .writeTo(cell.file("orders.jar"));
        cell.waitForReports();
        assertNull(cell.get("/version"));
        String report = Files.readString(cell.failed("orders.jar"));
        assertTrue(report.contains("reason: a class is truncated: Truncated class file"), report);
    }
}

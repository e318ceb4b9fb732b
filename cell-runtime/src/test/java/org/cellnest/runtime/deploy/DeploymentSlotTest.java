package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeploymentSlotTest extends DeployTest {
    private static final Source ONE = new DirectoryFile(new FileStamp("orders-1.jar", Kind.JAR, 1, 1, "a"), null);
    private static final Source TWO = new DirectoryFile(new FileStamp("orders-2.jar", Kind.JAR, 2, 2, "b"), null);

    private final DeploymentSlot slot = new DeploymentSlot("orders");
    private Deployment deployment;

    @BeforeEach
    void load() throws Exception {
        TestJars.answering("one").writeTo(cell.file("orders.jar"));
        cell.settle();
        deployment = Objects.requireNonNull(cell.deploymentOf("/version"));
    }

    private AnnouncedVersion announced() {
        return Objects.requireNonNull(slot.announced());
    }

    @Test
    void announcesAVersionFromTheNextRevisionOn() {
        slot.install(deployment, ONE);
        assertFalse(announced().isPublished());
        slot.onPublished(3);
        assertEquals(3, announced().sinceRevision());
        assertTrue(announced().isServing());
    }

    @Test
    void stepsBackToItsFallback() {
        slot.install(deployment, ONE);
        slot.onPublished(3);
        slot.keepFallback();
        slot.install(deployment, TWO);
        slot.onRefusal("another router's");
        assertEquals(TWO, announced().source());
        assertFalse(announced().isServing());
        slot.stepBack();
        assertEquals(AnnouncedVersion.unpublished(deployment, ONE), announced());
        assertNull(slot.fallback());
    }

    @Test
    void givesItsFallbackAwayOnce() {
        slot.install(deployment, ONE);
        slot.keepFallback();
        assertNotNull(slot.takeFallback());
        assertNull(slot.takeFallback());
    }

    @Test
    void announcesPausedRoutesInPlaceOfAVersionThatStops() {
        slot.install(deployment, ONE);
        slot.pause();
        assertNull(slot.announced());
        assertEquals(deployment.routes(), Objects.requireNonNull(slot.paused()).routes());
        assertTrue(slot.endPause());
        assertFalse(slot.endPause());
    }

    @Test
    void marksALostCopyOnce() {
        assertFalse(slot.onCopyGone());
        slot.install(deployment, ONE);
        assertTrue(slot.onCopyGone());
        assertFalse(slot.onCopyGone());
        slot.install(deployment, Source.LAST_GOOD);
        assertFalse(slot.onCopyGone());
    }

    @Test
    void namesWhatIsMissing() {
        assertEquals("orders: no version is announced", failure(slot::pause));
        assertEquals("orders: no version is announced", failure(slot::keepFallback));
        assertEquals("orders: no version is announced", failure(() -> slot.onPublished(1)));
        assertEquals("orders: no fallback (expected: a version that was replaced)", failure(slot::stepBack));
        slot.install(deployment, ONE);
        slot.keepFallback();
        assertTrue(failure(slot::keepFallback).contains("(expected: none beside "));
    }

    private static String failure(org.junit.jupiter.api.function.Executable executable) {
        return String.valueOf(
                assertThrows(IllegalStateException.class, executable).getMessage());
    }
}

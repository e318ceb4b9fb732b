package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellnest.runtime.deploy.Source.DirectoryFile;
import org.cellnest.runtime.deploy.SourceSelection.Choice;
import org.cellnest.runtime.deploy.jar.FileNames;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceSelectionTest {
    private static final Candidate TWO = candidate("orders-2.jar", true);
    private static final Candidate ONE = candidate("orders-1.jar", true);
    private static final Source OF_TWO = new DirectoryFile(TWO.file(), null);
    private static final Source OF_ONE = new DirectoryFile(ONE.file(), null);

    private final SourceSelection selection = new SourceSelection();

    private static Candidate candidate(String fileName, boolean readable) {
        FileStamp file = new FileStamp(fileName, Kind.JAR, 10, 1, "inode");
        return new Candidate(file, "orders", FileNames.version(fileName), readable);
    }

    private Choice choose(@Nullable Source announced, @Nullable Source loading, Candidate... candidates) {
        return selection.choose(List.of(candidates), null, null, announced, loading);
    }

    private Choice chooseBesideLastGood(String keptFrom, Candidate... candidates) {
        return selection.choose(List.of(candidates), null, keptFrom, null, null);
    }

    @Test
    void loadsTheBestCandidate() {
        assertEquals(new Choice.Load(OF_TWO), choose(null, null, TWO, ONE));
        assertEquals(new Choice.Load(OF_TWO), choose(OF_ONE, null, TWO, ONE));
    }

    @Test
    void removesADeploymentWithoutCandidates() {
        assertEquals(new Choice.Remove(), choose(OF_ONE, null));
    }

    @Test
    void keepsTheAnnouncedVersionAndAwaitsTheLoadingOne() {
        assertEquals(new Choice.Keep(), choose(OF_TWO, OF_ONE, TWO, ONE));
        assertEquals(new Choice.Await(), choose(OF_ONE, OF_TWO, TWO, ONE));
    }

    @Test
    void loadsTheNextCandidateWhereTheBestWasRejectedAndNothingIsAnnounced() {
        selection.reject(OF_TWO, false);
        assertEquals(new Choice.Load(OF_ONE), choose(null, null, TWO, ONE));
    }

    @Test
    void keepsTheAnnouncedVersionWhileTheBestIsNoGood() {
        selection.reject(OF_TWO, false);
        Candidate older = candidate("orders-0.jar", true);
        assertEquals(new Choice.Keep(), choose(new DirectoryFile(older.file(), null), null, TWO, ONE, older));
        assertEquals(new Choice.Load(OF_ONE), choose(new DirectoryFile(older.file(), null), null, TWO, ONE));
    }

    @Test
    void loadsTheLastGoodVersionBeforeALesserCandidateOnlyIfItsFileIsThere() {
        selection.reject(OF_TWO, false);
        assertEquals(new Choice.Load(Source.LAST_GOOD), chooseBesideLastGood("orders-2.jar", TWO, ONE));
        assertEquals(new Choice.Load(OF_ONE), chooseBesideLastGood("orders-0.jar", TWO, ONE));
        assertEquals(new Choice.Load(Source.LAST_GOOD), chooseBesideLastGood("orders-0.jar", TWO));
        selection.reject(Source.LAST_GOOD, false);
        assertEquals(new Choice.Keep(), chooseBesideLastGood("orders-2.jar", TWO));
    }

    @Test
    void skipsACandidateThatCannotBeRead() {
        assertEquals(new Choice.Keep(), choose(null, null, candidate("orders-3.jar", false)));
        assertEquals(new Choice.Load(OF_TWO), choose(null, null, candidate("orders-3.jar", false), TWO));
    }

    @Test
    void forgetsARejectionWhenTheFileOrItsSettingsChange() {
        selection.reject(OF_TWO, false);
        assertEquals(new Choice.Keep(), choose(null, null, TWO));
        FileStamp conf = new FileStamp("orders.conf", Kind.CONF, 1, 1, "inode");
        assertEquals(
                new Choice.Load(new DirectoryFile(TWO.file(), conf)),
                selection.choose(List.of(TWO), conf, null, null, null));
        assertEquals(new Choice.Load(OF_TWO), choose(null, null, TWO));
    }

    @Test
    void forgetsOnlyPassingRejectionsForARetry() {
        selection.reject(OF_TWO, true);
        selection.reject(OF_ONE, false);
        assertTrue(selection.forgetPassing());
        assertFalse(selection.forgetPassing());
        assertEquals(new Choice.Load(OF_TWO), choose(null, null, TWO, ONE));
        assertEquals(new Choice.Keep(), choose(null, null, ONE));
        assertTrue(selection.forgetRejections());
        assertFalse(selection.forgetRejections());
        assertEquals(new Choice.Load(OF_ONE), choose(null, null, ONE));
    }

    @Test
    void listsGoodCandidatesThatStandBy() {
        choose(OF_TWO, null, TWO, ONE, candidate("orders-0.jar", false));
        assertEquals(List.of("orders-1.jar"), selection.standby(OF_TWO, null));
        assertEquals(List.of(), selection.standby(OF_TWO, OF_ONE));
        selection.reject(OF_ONE, false);
        assertEquals(List.of(), selection.standby(OF_TWO, null));
    }
}

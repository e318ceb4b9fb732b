package org.cellnest.transport.jeromq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellnest.transport.ManualClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowListWatchTest {
    private static final String A = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7 a\n";
    private static final String B = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID b\n";
    private static final String SAME_LENGTH_AS_A = A.replace(" a\n", " z\n");

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path folder;

    private Path file;
    private AllowListWatch watch;

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("front-clients");
        write(A);
        clock.advanceMs(60_000);
        watch = new AllowListWatch(file, clock.epochMillis());
    }

    @Test
    void beginsWithWhatTheFileHas() throws KeyFileException {
        assertEquals(AllowList.parse(A, "list"), watch.inForce());
        assertNull(look());
    }

    @Test
    void needsAListToBeginWith() throws IOException {
        assertThrows(KeyFileException.class, () -> new AllowListWatch(folder.resolve("missing"), clock.epochMillis()));
        write("broken");
        assertThrows(KeyFileException.class, () -> new AllowListWatch(file, clock.epochMillis()));
    }

    @Test
    void takesAChangeThatTwoLooksHaveSeen() throws IOException {
        write(A + B);
        assertNull(look());
        assertEquals(1, watch.inForce().size());
        assertEquals(file + ": now 2 keys; added: b; removed: none", sentence());
        assertEquals(2, watch.inForce().size());
        assertQuiet();
        write(B);
        assertNull(look());
        assertEquals(file + ": now 1 key; added: none; removed: a", sentence());
    }

    /** Leaves the file as an editor does between its truncation and its bytes. */
    @Test
    void passesOverAFileThatIsEmptyForAMoment() throws IOException {
        write("");
        assertNull(look());
        write(A + B);
        assertNull(look());
        assertEquals(file + ": now 2 keys; added: b; removed: none", sentence());
    }

    @Test
    void passesOverAFileThatIsGoneForAMoment() throws IOException {
        AllowList before = watch.inForce();
        Files.delete(file);
        assertNull(look());
        write(A);
        assertQuiet();
        assertSame(before, watch.inForce());
    }

    @Test
    void takesAnEmptyListThatStays() throws IOException {
        write("# nobody\n");
        assertNull(look());
        assertEquals(file + ": now 0 keys; added: none; removed: a", sentence());
    }

    @Test
    void keepsItsListWhereOnlyCommentsHaveChanged() throws IOException {
        AllowList before = watch.inForce();
        write("# our gateways\n" + A);
        assertQuiet();
        assertSame(before, watch.inForce());
    }

    @Test
    void seesAFileThatWasMovedInItsPlaceWithTheSameSizeAndTime() throws IOException {
        Path next = folder.resolve("next");
        Files.writeString(next, SAME_LENGTH_AS_A);
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertNull(look());
        assertEquals(file + ": now 1 key; added: z; removed: a", sentence());
    }

    /** Within one step of a coarse clock, the second of two changes in place leaves size and time as they were. */
    @Test
    void seesAChangeThatTheTimeOfModificationHides() throws IOException {
        write(A + B);
        look();
        look();
        FileTime modified = Files.getLastModifiedTime(file);
        clock.advanceMs(1_000);
        Files.writeString(file, SAME_LENGTH_AS_A + B);
        Files.setLastModifiedTime(file, modified);
        assertNull(look());
        assertEquals(file + ": now 2 keys; added: z; removed: a", sentence());
    }

    @Test
    void readsOnUntilItHasReadWhatNoChangeCanHideIn() throws IOException {
        write(A + B);
        look();
        look();
        long modifiedMs = clock.epochMillis() - 500;
        assertEquals(modifiedMs, Files.getLastModifiedTime(file).toMillis());
        // One millisecond too early to be trusted, so that the next look reads, and that one can be trusted.
        assertNull(watch.look(modifiedMs + AllowListWatch.TRUSTED_AFTER_MS - 1));
        rewriteUnseen(SAME_LENGTH_AS_A + B, modifiedMs);
        assertNull(watch.look(modifiedMs + AllowListWatch.TRUSTED_AFTER_MS));
        assertEquals(
                file + ": now 2 keys; added: z; removed: a",
                sentence(watch.look(modifiedMs + AllowListWatch.TRUSTED_AFTER_MS + 250)));
    }

    @Test
    void readsNoFileThatHasBeenAtRest() throws IOException {
        long modifiedMs = Files.getLastModifiedTime(file).toMillis();
        assertNull(watch.look(modifiedMs + AllowListWatch.TRUSTED_AFTER_MS));
        rewriteUnseen(SAME_LENGTH_AS_A, modifiedMs);
        assertQuiet();
        assertEquals(AllowList.parse(A, "list"), watch.inForce());
    }

    @Test
    void keepsTheLastGoodListWhileTheFileIsBrokenAndSaysSoOnce() throws IOException {
        AllowList before = watch.inForce();
        write(A + "broken\n");
        assertNull(look());
        String expected =
                "(expected: a key of 40 characters of Z85 and a name, or '# ...'); the list before it stays in"
                        + " force: 1 key";
        assertEquals(file + ": 2: 'broken': 6 characters " + expected, sentence());
        assertSame(before, watch.inForce());
        assertQuiet();
        write(A + "rotten!\n");
        assertNull(look());
        assertEquals(file + ": 2: 'rotten!': 7 characters " + expected, sentence());
        write(A + B);
        assertNull(look());
        assertEquals(file + ": now 2 keys; added: b; removed: none", sentence());
    }

    @Test
    void keepsTheLastGoodListWhileTheFileIsGoneAndSaysSoOnce() throws IOException {
        AllowList before = watch.inForce();
        Files.delete(file);
        assertNull(look());
        assertEquals(file + ": no such file or folder; the list before it stays in force: 1 key", sentence());
        assertQuiet();
        write(A);
        assertNull(look());
        assertEquals(file + ": can be used again, with the same 1 key", sentence());
        assertSame(before, watch.inForce());
        assertQuiet();
    }

    @Test
    void namesTheFirstTwentyOfManyChanges() throws IOException {
        StringBuilder more = new StringBuilder(A);
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= 21; i++) {
            byte[] bytes = new byte[CurveKey.BYTES];
            Arrays.fill(bytes, (byte) i);
            names.add("n" + i);
            more.append(AllowList.line(CurveKey.of(bytes), "n" + i)).append('\n');
        }
        write(more.toString());
        assertNull(look());
        assertEquals(
                file + ": now 22 keys; added: " + String.join(", ", names.subList(0, 20))
                        + " and 1 more; removed: none",
                sentence());
    }

    /** Looks a quarter of a second after the last time. */
    private @Nullable AllowListChange look() {
        clock.advanceMs(250);
        return watch.look(clock.epochMillis());
    }

    private String sentence() {
        return sentence(look());
    }

    private String sentence(@Nullable AllowListChange change) {
        return change == null ? "no change" : change.sentence(file);
    }

    private void assertQuiet() {
        for (int i = 0; i < 20; i++) {
            assertNull(look());
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(clock.epochMillis()));
    }

    private void rewriteUnseen(String text, long modifiedMs) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(modifiedMs));
    }
}

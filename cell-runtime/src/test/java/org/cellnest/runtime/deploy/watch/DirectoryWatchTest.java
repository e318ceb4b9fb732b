package org.cellnest.runtime.deploy.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.runtime.deploy.jar.FileStamp;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Arrived;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Gone;
import org.cellnest.runtime.deploy.watch.DirectoryChange.ReportDue;
import org.cellnest.runtime.deploy.watch.DirectoryChange.Unreadable;
import org.junit.jupiter.api.Test;

class DirectoryWatchTest {
    private static final long MS = 1_000_000;

    private final DirectoryWatch watch = new DirectoryWatch();
    private final Map<String, String> problems = new HashMap<>();

    private List<DirectoryChange> look(long atMs, FileStamp... files) {
        return watch.onLook(List.of(files), file -> problems.get(file.fileName()), atMs * MS);
    }

    private static FileStamp jar(String name, long bytes) {
        return new FileStamp(name, Kind.JAR, bytes, 1, "inode");
    }

    @Test
    void takesAFileOnTheLookAfterTheFirst() {
        FileStamp file = jar("a.jar", 10);
        assertEquals(List.of(), look(0, file));
        assertEquals(List.of(new Arrived(file)), look(250, file));
        assertEquals(List.of(), look(500, file));
    }

    @Test
    void waitsWhileAFileGrows() {
        assertEquals(List.of(), look(0, jar("a.jar", 10)));
        assertEquals(List.of(), look(250, jar("a.jar", 20)));
        assertEquals(List.of(), look(500, jar("a.jar", 30)));
        assertEquals(List.of(new Arrived(jar("a.jar", 30))), look(750, jar("a.jar", 30)));
    }

    @Test
    void seesAnotherFileOfTheSameNameSizeAndTime() {
        FileStamp file = jar("a.jar", 10);
        look(0, file);
        look(250, file);
        FileStamp other = new FileStamp("a.jar", Kind.JAR, 10, 1, "another inode");
        assertEquals(List.of(), look(500, other));
        assertEquals(List.of(new Arrived(other)), look(750, other));
    }

    @Test
    void reportsAnUnreadableFileOnlyAfterTwoSecondsAtRest() {
        FileStamp file = jar("a.jar", 10);
        problems.put("a.jar", "torn");
        assertEquals(List.of(), look(0, file));
        assertEquals(List.of(new Unreadable(file, "torn")), look(250, file));
        assertEquals(List.of(), look(1_999, file));
        assertEquals(List.of(new ReportDue(file, "torn")), look(2_000, file));
        assertEquals(List.of(), look(2_250, file));
    }

    @Test
    void takesAFileThatBecomesReadableWithoutASign() {
        FileStamp file = jar("a.jar", 10);
        problems.put("a.jar", "torn");
        look(0, file);
        look(250, file);
        problems.clear();
        assertEquals(List.of(), look(500, file));
        assertEquals(List.of(new Arrived(file)), look(750, file));
    }

    @Test
    void reportsAFailureOfATakenFileOnceAtRest() {
        FileStamp file = jar("a.jar", 10);
        look(0, file);
        look(250, file);
        watch.onFailure(file, "throws");
        assertEquals(List.of(), look(500, file));
        assertEquals(List.of(new ReportDue(file, "throws")), look(2_000, file));
        watch.onFailure(file, "throws");
        assertEquals(List.of(), look(2_250, file));
        watch.onFailure(file, "throws something else");
        assertEquals(List.of(new ReportDue(file, "throws something else")), look(2_500, file));
    }

    @Test
    void doesNotReportAFailureOfAFileThatHasChangedSince() {
        look(0, jar("a.jar", 10));
        look(250, jar("a.jar", 10));
        watch.onFailure(jar("a.jar", 10), "throws");
        look(500, jar("a.jar", 20));
        assertEquals(List.of(new Arrived(jar("a.jar", 20))), look(2_500, jar("a.jar", 20)));
    }

    @Test
    void missesAFileTwiceBeforeItIsGone() {
        FileStamp file = jar("a.jar", 10);
        look(0, file);
        look(250, file);
        assertEquals(List.of(), look(500));
        assertEquals(List.of(), look(750, file));
        assertEquals(List.of(), look(1_000));
        assertEquals(List.of(new Gone(file)), look(1_250));
    }

    @Test
    void tellsArrivalsBeforeDepartures() {
        FileStamp file = jar("b.jar", 10);
        look(0, file);
        look(250, file);
        FileStamp renamed = jar("a.jar", 10);
        look(500, renamed);
        assertEquals(List.of(new Arrived(renamed), new Gone(file)), look(750, renamed));
    }
}

package org.cellnest.runtime.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellnest.runtime.handler.InvalidCellException;
import org.junit.jupiter.api.Test;

class CausesTest {
    @Test
    void tellsEachCause() {
        Exception root = new java.sql.SQLException("No suitable driver");
        Exception pool = new IllegalStateException("no pool", new RuntimeException("no driver", root));
        assertEquals(
                "no pool; caused by java.lang.RuntimeException: no driver; caused by java.sql.SQLException: No suitable driver",
                Causes.line("no pool", pool));
    }

    @Test
    void tellsTheCausesOfWhatAConstructorThrew() {
        Exception thrown = new IllegalStateException("no pool", new java.sql.SQLException("No suitable driver"));
        assertEquals(
                "Orders: its constructor threw java.lang.IllegalStateException: no pool;"
                        + " caused by java.sql.SQLException: No suitable driver",
                LoadErrors.of(new InvalidCellException("Orders: its constructor threw " + thrown, thrown)));
    }

    @Test
    void tellsWhatWasSuppressed() {
        Exception thrown = new IllegalStateException("first");
        thrown.addSuppressed(new java.io.IOException("while closing"));
        assertEquals("first; suppressed java.io.IOException: while closing", Causes.line("first", thrown));
    }

    @Test
    void keepsTheRootCauseWhereThereAreMoreThanFit() {
        Throwable thrown = new IllegalStateException("the root");
        for (int i = 0; i < 30; i++) {
            thrown = new IllegalStateException("x".repeat(1_000), thrown);
        }
        String line = Causes.line("y".repeat(5_000), thrown);
        assertTrue(line.endsWith("; caused by java.lang.IllegalStateException: the root"), line);
        assertTrue(line.length() <= Causes.MAX_CHARS, () -> line.length() + " characters");
    }

    @Test
    void endsWhereCausesGoRoundInACircle() {
        Exception one = new IllegalStateException("one");
        Exception two = new IllegalStateException("two", one);
        one.initCause(two);
        assertEquals("one; caused by java.lang.IllegalStateException: two", Causes.line("one", one));
    }

    @Test
    void staysOnOneLine() {
        String line = Causes.line("a\nb", new Exception("", new Exception("c\r\n\td")));
        assertEquals("a b; caused by java.lang.Exception: c d", line);
    }

    @Test
    void tellsOfAClassWhoseInitializerFailedBefore() {
        String reason = LoadErrors.of(new NoClassDefFoundError("Could not initialize class demo.Config"));
        assertFalse(reason.contains("is missing"), reason);
        assertTrue(reason.contains("Could not initialize class demo.Config"), reason);
    }
}

package org.cellnest.session;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EndReasonTest {
    private final EndReason last = new EndReason();

    @Test
    void recognizesARepetitionUntilAnotherReasonOrAClear() {
        assertTrue(last.change("refused"));
        assertFalse(last.change("refused"));
        assertTrue(last.change("silent"));
        assertTrue(last.change("refused"));
        last.clear();
        assertTrue(last.change("refused"));
    }
}

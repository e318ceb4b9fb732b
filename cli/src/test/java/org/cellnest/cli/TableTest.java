package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests tables in windows of every width. */
class TableTest {
    private static final Style PLAIN = new Style(false, true);

    private Table table;

    @BeforeEach
    void make() {
        table = new Table(List.of(
                Listing.flexible("CELL"), Listing.left("STATE"), Listing.right("LOAD"), Listing.right("WAITING")));
        table.add(List.of(
                Listing.cell("a-cell-with-a-name"),
                Listing.cell("serving"),
                Listing.cell("3/256"),
                Listing.cell("12")));
    }

    @Test
    void cutsWhatMayBeCutFirst() {
        assertEquals(
                List.of("CELL        STATE     LOAD  WAITING", "a-cell-wi…  serving  3/256       12"),
                table.lines(PLAIN, 35));
    }

    @Test
    void leavesOutTheLastColumnsOfANarrowWindow() {
        assertEquals(List.of("CELL        STATE     LOAD …", "a-cell-wi…  serving  3/256"), table.lines(PLAIN, 28));
        assertEquals(List.of("CELL     STATE …", "a-cell…  serving"), table.lines(PLAIN, 18));
    }

    @Test
    void isNeverWiderThanTheWindow() {
        for (int width = 8; width < 60; width++) {
            int limit = width;
            table.lines(PLAIN, width)
                    .forEach(line -> assertTrue(line.length() <= limit, () -> limit + ": '" + line + "'"));
        }
    }
}

package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void countsDigitsAsNumbers() {
        List<String> ordered = List.of(
                "",
                "7",
                "08",
                "8",
                "cell",
                "cell-2",
                "cell-2-a",
                "cell-10",
                "cell-10-b2",
                "cell-10-b11",
                "cell-99999999999999999998",
                "cell-99999999999999999999",
                "cell-a");
        List<String> names = new ArrayList<>(ordered);
        Collections.reverse(names);
        names.sort(new NaturalOrder());
        assertEquals(ordered, names);
    }
}

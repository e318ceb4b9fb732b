package org.cellnest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Tests numbers as text for people. */
class NumbersTest {
    @Test
    void writesDurationsInTheUnitThatFits() {
        assertEquals("0.84 ms", millis(0.84));
        assertEquals("9.99 ms", millis(9.994));
        assertEquals("10.0 ms", millis(9.996));
        assertEquals("99.9 ms", millis(99.94));
        assertEquals("100 ms", millis(99.96));
        assertEquals("999 ms", millis(999.4));
        assertEquals("1.00 s", millis(999.6));
        assertEquals("30.00 s", millis(30_000));
        assertEquals("2m", millis(120_000));
        assertEquals("2m 5s", millis(125_400));
        assertEquals("2h", millis(7_200_000));
        assertEquals("3h 20m", millis(12_010_000));
        assertEquals("2d 1h", millis(49 * 3_600_000.0));
        assertEquals("", Numbers.millis(OptionalDouble.empty()));
    }

    @Test
    void countsOneAndMany() {
        assertEquals("0 cells", Numbers.count(0, "cell"));
        assertEquals("1 cell", Numbers.count(1, "cell"));
        assertEquals("20,000 routes", Numbers.count(20_000, "route"));
    }

    private static String millis(double value) {
        return Numbers.millis(OptionalDouble.of(value));
    }
}

package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDatesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z",
                "Sun Nov  6 08:49:37 1994 | 1994-11-06T08:49:37Z",
                "Wed Nov 16 08:49:37 1994 | 1994-11-16T08:49:37Z",
                "Thu, 29 Feb 2024 23:59:59 GMT | 2024-02-29T23:59:59Z",
                // a leap second
                "Sat, 31 Dec 2016 23:59:60 GMT | 2016-12-31T23:59:59Z",
                // years of two digits: at most 50 years ahead
                "Saturday, 28-Nov-26 10:00:00 GMT | 2026-11-28T10:00:00Z",
                "Saturday, 28-Nov-76 10:00:00 GMT | 2076-11-28T10:00:00Z",
                "Sunday, 28-Nov-76 10:00:01 GMT | 1976-11-28T10:00:01Z",
                "Monday, 28-Nov-77 10:00:00 GMT | 1977-11-28T10:00:00Z",
                "Friday, 31-Dec-99 00:00:00 GMT | 1999-12-31T00:00:00Z",
                // the name of the day is not compared
                "Mon, 06 Nov 1994 08:49:37 GMT | 1994-11-06T08:49:37Z"
            })
    void readsThreeFormats(String text, Instant expected) {
        assertEquals(expected, HttpDates.parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "784111777",
                "1994-11-06T08:49:37Z",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "sun, 06 nov 1994 08:49:37 gmt",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Fri, 30 Feb 2024 00:00:00 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Wednesday, 29-Feb-00 08:49:37 GMT ",
                "Sun Nov 06 08:49:37 1994 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void refusesOthers(String text) {
        assertNull(HttpDates.parse(text, NOW));
    }

    @Test
    void writesOneFormat() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDates.format(Instant.parse("1994-11-06T08:49:37.999Z")));
        assertEquals("Thu, 01 Jan 1970 00:00:00 GMT", HttpDates.format(Instant.EPOCH));
        assertTrue(HttpDates.isWritable(Instant.EPOCH));
        assertFalse(HttpDates.isWritable(Instant.EPOCH.minusMillis(1)));
        assertFalse(HttpDates.isWritable(Instant.parse("+10000-01-01T00:00:00Z")));
    }
}

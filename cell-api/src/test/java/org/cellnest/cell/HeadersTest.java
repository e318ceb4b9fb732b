package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private final Headers headers = Headers.of("Accept", "a", "x-b", "c", "ACCEPT", "d");

    @Test
    void findsNamesInAnyCase() {
        assertEquals(Optional.of("a"), headers.first("accept"));
        assertEquals(List.of("a", "d"), headers.all("Accept"));
        assertEquals(Set.of("accept", "x-b"), headers.names());
        assertTrue(headers.contains("X-B"));
        assertEquals(3, headers.size());
    }

    @Test
    void makesOthersWithoutChangingItself() {
        assertEquals(Headers.of("x-b", "c", "accept", "z"), headers.with("Accept", "z"));
        assertEquals(List.of("a", "d", "e"), headers.plus("Accept", "e").all("accept"));
        assertEquals(Headers.of("accept", "a", "accept", "d"), headers.without("X-b"));
        assertEquals(3, headers.size());
    }

    @Test
    void wantsAValueForEachName() {
        assertThrows(IllegalArgumentException.class, () -> Headers.of("a"));
    }
}

package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BrokerCountersTest {
    private static final List<Field> FIELDS = Stream.of(BrokerCounters.class.getDeclaredFields())
            .filter(field -> !field.isSynthetic() && !Modifier.isStatic(field.getModifiers()))
            .toList();

    @Test
    void namesEachFieldAndCopiesIt() throws IllegalAccessException {
        BrokerCounters counters = new BrokerCounters();
        Map<String, Long> expected = new LinkedHashMap<>();
        for (Field field : FIELDS) {
            field.setLong(counters, 1000 + expected.size());
            expected.put(field.getName(), field.getLong(counters));
        }
        assertEquals(20, expected.size());
        assertEquals(expected, counters.byName());
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(counters.byName().keySet()));

        BrokerCounters copy = counters.copy();
        assertEquals(expected, copy.byName());
        counters.requests++;
        assertEquals(expected, copy.byName());
        assertNotEquals(expected, counters.byName());
    }
}

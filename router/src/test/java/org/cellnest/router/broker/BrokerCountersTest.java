package org.cellnest.router.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerCountersTest {
    private final BrokerCounters counters = new BrokerCounters();

    @Test
    void givesEachCountByItsOwnNameInTheOrderOfTheFields() throws ReflectiveOperationException {
        Map<String, Long> expected = new LinkedHashMap<>();
        for (Field field : BrokerCounters.class.getDeclaredFields()) {
            if (field.getType() == long.class) {
                field.setAccessible(true);
                field.setLong(counters, 100 + expected.size());
                expected.put(field.getName(), 100L + expected.size());
            }
        }
        Map<String, Long> byName = counters.counts().byName();
        assertEquals(expected, byName);
        List<String> names = new ArrayList<>(byName.keySet());
        assertEquals(List.copyOf(expected.keySet()), names);
        assertEquals(20, names.size());
    }

    @Test
    void leavesCountsThatWereTakenAsTheyWere() {
        BrokerCounts before = counters.counts();
        counters.onStaleRecord();
        assertEquals(0, before.staleRecords());
        assertEquals(1, counters.counts().staleRecords());
    }
}

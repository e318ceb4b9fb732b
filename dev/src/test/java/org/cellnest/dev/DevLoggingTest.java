package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class DevLoggingTest {
    @Test
    void silencesOnlyLoggersOfClassesThatExist() {
        List<String> classes = DevLogging.TOLD_OTHERWISE.stream()
                .filter(name -> name.startsWith("org.cellnest.runtime."))
                .toList();
        assertFalse(classes.isEmpty());
        for (String name : classes) {
            assertDoesNotThrow(() -> Class.forName(name, false, DevLogging.class.getClassLoader()), name);
        }
    }
}

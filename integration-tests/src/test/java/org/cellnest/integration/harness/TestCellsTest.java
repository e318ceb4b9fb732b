package org.cellnest.integration.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;

class TestCellsTest {
    @Test
    void compilesEveryCell() throws IOException {
        assertTrue(names(TestCells.stamped("1")).containsAll(Set.of("stamped/Alpha.class", "stamp.txt")));
        assertTrue(names(TestCells.workbench(Path.of("ledger.txt")))
                .containsAll(Set.of("workbench/Ledger.class", "META-INF/cell/defaults.conf")));
    }

    @Test
    void readsPortsFromReadyLines() {
        Ready ready = new Ready("router ready: front tcp://127.0.0.1:1, back tcp://[::1]:2, ops http://127.0.0.1:3");
        assertEquals(1, ready.port("front"));
        assertEquals(2, ready.port("back"));
        assertEquals("tcp://127.0.0.1:3", ready.endpoint("ops"));
    }

    private static Set<String> names(byte[] jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}

package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void ordersVersionsAsPeopleDo() {
        List<String> ascending = List.of(
                "",
                "0.9",
                "1.0-alpha",
                "1.0-alpha.2",
                "1.0-alpha.10",
                "1.0-beta",
                "1.0-rc1",
                "1.0-rc2",
                "1.0",
                "1.0.1",
                "1.2",
                "1.10",
                "2",
                "10.0-SNAPSHOT",
                "10.0",
                "20240101.120000");
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                int order = new Version(ascending.get(i)).compareTo(new Version(ascending.get(j)));
                assertEquals(
                        Integer.signum(Integer.compare(i, j)),
                        Integer.signum(order),
                        ascending.get(i) + " and " + ascending.get(j));
            }
        }
    }

    @Test
    void takesMissingNumbersAsZeroAndIgnoresBuildsAndReleaseWords() {
        assertEquals(0, new Version("1").compareTo(new Version("1.0.0")));
        assertEquals(0, new Version("1.0+build.7").compareTo(new Version("1.0+build.8")));
        assertEquals(0, new Version("1.0-RELEASE").compareTo(new Version("1.0")));
        assertEquals(0, new Version("01.002").compareTo(new Version("1.2")));
    }

    @Test
    void ordersNumbersOfAnyLength() {
        assertTrue(new Version("1.99999999999999999999999").compareTo(new Version("1.100000000000000000000000")) < 0);
    }

    @Test
    void readsNameAndVersionFromFileNames() {
        assertEquals("orders", FileNames.deployment("orders-1.2.0.jar"));
        assertEquals(new Version("1.2.0"), FileNames.version("orders-1.2.0.jar"));
        assertEquals("orders-api", FileNames.deployment("orders-api-2-SNAPSHOT.jar"));
        assertEquals(new Version("2-SNAPSHOT"), FileNames.version("orders-api-2-SNAPSHOT.jar"));
        assertEquals("orders", FileNames.deployment("orders.jar"));
        assertEquals(Version.NONE, FileNames.version("orders.jar"));
        assertEquals("http2-cell", FileNames.deployment("http2-cell.jar"));
        assertEquals("orders", FileNames.deployment("orders-1.0.cell"));
        assertEquals("orders", FileNames.deployment("orders-1.0-20240101.120000-1.jar"));
    }
}

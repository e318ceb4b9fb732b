package org.cellnest.runtime.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
    @Test
    void ordersVersionsAsPeopleDo() {
        List<String> ascending = List.of(
                "",
                "0.9",
                "1.0-alpha",
                "1.0-alpha-2",
                "1.0-alpha-10",
                "1.0-beta",
                "1.0.Beta2",
                "1.0-M1",
                "1.0-milestone-2",
                "1.0-rc1",
                "1.0.CR2",
                "1.0-SNAPSHOT",
                "1.0",
                "1.0.SP1",
                "1.0.SP2",
                "1.0-jre",
                "1.0-1",
                "1.0-2",
                "1.0.1-alpha",
                "1.0.1",
                "1.2",
                "1.10-rc1",
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
        assertEquals(0, new Version("1.0.Final").compareTo(new Version("1")));
        assertEquals(0, new Version("1.0-GA").compareTo(new Version("1.0.0.final")));
        assertEquals(0, new Version("1.0.0-foo.0.0").compareTo(new Version("1-foo")));
        assertEquals(0, new Version("1.0-cr1").compareTo(new Version("1.0rc-1")));
        assertEquals(0, new Version("1.0-b2").compareTo(new Version("1.0-beta-2")));
        assertEquals(0, new Version("01.002").compareTo(new Version("1.2")));
    }

    @Test
    void ordersNumbersOfAnyLength() {
        assertTrue(new Version("1.99999999999999999999999").compareTo(new Version("1.100000000000000000000000")) < 0);
    }

    @Test
    void ordersTheExamplesOfMavensSpecification() {
        assertAscending("1-sp", "1-xyz", "1-1", "1.1");
        assertAscending("1-snapshot", "1", "1-sp", "1-foo2", "1-foo10", "1-2", "1.2");
        assertAscending("1-a1", "1-b1", "1-m1", "1-rc1", "1");
        assertAscending("1.0.RC2", "1.0-RC3", "1.0.1");
    }

    private static void assertAscending(String... versions) {
        for (int i = 1; i < versions.length; i++) {
            Version lower = new Version(versions[i - 1]);
            Version higher = new Version(versions[i]);
            assertTrue(lower.compareTo(higher) < 0, lower + " below " + higher);
            assertTrue(higher.compareTo(lower) > 0, higher + " above " + lower);
        }
    }

    /** Whatever the files are called, they can be sorted. */
    @Test
    void ordersAnyVersionsWithoutContradiction() {
        Random random = new Random(4);
        String[] parts = {"0", "1", "02", "10", "alpha", "b", "rc", "Final", "sp", "x", ".", "-", ".", "-", "_"};
        for (int round = 0; round < 20_000; round++) {
            Version[] some = new Version[3];
            for (int i = 0; i < some.length; i++) {
                some[i] = new Version("1" + parts[random.nextInt(parts.length)] + parts[random.nextInt(parts.length)]
                        + parts[random.nextInt(parts.length)] + parts[random.nextInt(parts.length)]);
            }
            assertEquals(some[0].compareTo(some[1]) < 0, some[1].compareTo(some[0]) > 0, some[0] + ", " + some[1]);
            if (some[0].compareTo(some[1]) <= 0 && some[1].compareTo(some[2]) <= 0) {
                assertTrue(some[0].compareTo(some[2]) <= 0, some[0] + ", " + some[1] + ", " + some[2]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "team-1-orders,            team-1-orders,    ''",
        "team-2-billing,           team-2-billing,   ''",
        "team-1-2.0,               team-1,           2.0",
        "orders-2,                 orders,           2",
        "orders-v2,                orders-v2,        ''",
        "a-b,                      a-b,              ''",
        "http2-cell,               http2-cell,       ''",
        "orders-1.0-SNAPSHOT,      orders,           1.0-SNAPSHOT",
        "orders-1.0-rc1,           orders,           1.0-rc1",
        "orders-1.0-rc.1,          orders,           1.0-rc.1",
        "orders-1.0-M3,            orders,           1.0-M3",
        "orders-1.0-alpha-2,       orders,           1.0-alpha-2",
        "orders-1.0-beta-2-SNAPSHOT, orders,         1.0-beta-2-SNAPSHOT",
        "orders-1.0.Final,         orders,           1.0.Final",
        "orders-1.0.SP1,           orders,           1.0.SP1",
        "orders-1.0+build.7,       orders,           1.0+build.7",
        "orders-2-api,             orders-2-api,     ''",
        "orders-2-all,             orders-2-all,     ''",
        "orders-1.0-20240101.120000-1, orders,       1.0-20240101.120000-1",
        "1.0,                      1.0,              ''",
    })
    void takesForAVersionWhatFollowsTheLastDashAndBeginsWithADigit(String stem, String name, String version) {
        assertEquals(name, FileNames.deployment(stem + ".jar"));
        assertEquals(new Version(version), FileNames.version(stem + ".jar"));
        assertEquals(name, FileNames.deployment(stem + ".cell"));
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

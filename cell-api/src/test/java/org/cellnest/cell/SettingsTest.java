package org.cellnest.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    enum Mode {
        FAST,
        VERY_SAFE
    }

    record Region(String name, @Default("1") int weight) {}

    record Orders(
            String url,
            @Default("2s") Duration patience,
            long cacheSize,
            @Default("very-safe") Mode mode,
            Optional<String> note,
            List<Region> regions,
            Map<String, Integer> limits,
            Region home) {
        Orders {
            if (url.isEmpty()) {
                throw new IllegalArgumentException("url: empty");
            }
        }
    }

    private static Settings orders(Map<String, ?> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "orders.url", "db:x", "orders.cache-size", "64KiB", "orders.home", Map.of("name", "eu", "weight", 3)));
        values.putAll(more);
        return Settings.of(values);
    }

    @Test
    void readsDottedKeysThroughSections() {
        Settings settings = Settings.of(Map.of("a.b.c", 1, "a.b.d", "x", "a.e", List.of("p", "q")));
        assertEquals(1, settings.integer("a.b.c"));
        assertEquals("x", settings.section("a").section("b").string("d"));
        assertEquals(List.of("p", "q"), settings.section("a").strings("e"));
        assertFalse(settings.has("a.x"));
        assertEquals(7, settings.integer("a.x", 7));
        assertTrue(settings.section("none").keys().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"5,5", "500ms,500", "2s,2000", "1.5 s,1500", "5m,300000", "1h,3600000", "2 days,172800000", "PT3S,3000"
    })
    void readsDurations(String text, long ms) {
        assertEquals(Duration.ofMillis(ms), Settings.of(Map.of("t", text)).duration("t"));
    }

    @ParameterizedTest
    @CsvSource({
        "512,512",
        "1b,1",
        "64KiB,65536",
        "64k,65536",
        "1Ki,1024",
        "10MB,10000000",
        "1.5M,1572864",
        "1GiB,1073741824"
    })
    void readsSizes(String text, long bytes) {
        assertEquals(bytes, Settings.of(Map.of("s", text)).bytes("s"));
    }

    @Test
    void saysKeyValueAndWhatWasExpected() {
        Settings settings = Settings.of(Map.of("a.n", "many", "a.t", "5 parsecs", "a.s", "-1", "a.f", "maybe"))
                .section("a");
        assertError("a.n: many (expected: a whole number)", () -> settings.integer("n"));
        assertError("a.t: 5 parsecs (expected: a time such as 500ms, 2s, 5m, 1h, 7d)", () -> settings.duration("t"));
        assertError("a.s: -1 (expected: a size such as 512, 64KiB, 10MB, 1GiB)", () -> settings.bytes("s"));
        assertError("a.f: maybe (expected: true or false)", () -> settings.flag("f"));
        assertError("a.x: missing (expected: a text)", () -> settings.string("x"));
        assertError(
                "a: a section (expected: a text)",
                () -> Settings.of(Map.of("a.n", 1)).string("a"));
    }

    @Test
    void bindsARecordWithDefaultsListsMapsAndSections() {
        Settings settings = orders(Map.of(
                "orders.regions", List.of(Map.of("name", "us"), Map.of("name", "ap", "weight", 2)),
                "orders.limits", Map.of("day", 10)));
        Orders bound = settings.section("orders").bind(Orders.class);
        assertEquals(Duration.ofSeconds(2), bound.patience());
        assertEquals(65536, bound.cacheSize());
        assertEquals(Mode.VERY_SAFE, bound.mode());
        assertEquals(Optional.empty(), bound.note());
        assertEquals(List.of(new Region("us", 1), new Region("ap", 2)), bound.regions());
        assertEquals(Map.of("day", 10), bound.limits());
        assertEquals(new Region("eu", 3), bound.home());
    }

    @Test
    void refusesUnknownMissingAndWrongKeysOfARecord() {
        assertError(
                "orders.patiense: unknown (expected: one of cache-size, home, limits, mode, note, patience, regions, url)",
                () -> orders(Map.of("orders.patiense", "1s")).section("orders").bind(Orders.class));
        assertError(
                "orders.home.weight: heavy (expected: a whole number)",
                () -> orders(Map.of("orders.home", Map.of("name", "eu", "weight", "heavy")))
                        .section("orders")
                        .bind(Orders.class));
        assertError(
                "orders.mode: slow (expected: one of [FAST, VERY_SAFE])",
                () -> orders(Map.of("orders.mode", "slow")).section("orders").bind(Orders.class));
        assertError(
                "orders: url: empty",
                () -> orders(Map.of("orders.url", "")).section("orders").bind(Orders.class));
        assertError(
                "url: missing (expected: a value, of type java.lang.String)", () -> Settings.EMPTY.bind(Orders.class));
    }

    @Test
    void neverShowsValues() {
        assertEquals(
                "Settings[password]", Settings.of(Map.of("password", "secret")).toString());
    }

    private static void assertError(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}

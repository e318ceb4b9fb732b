package org.cellnest.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.cellnest.cell.Problem;
import org.cellnest.process.settings.Catalogue;
import org.cellnest.process.settings.Endpoint;
import org.cellnest.process.settings.Settings;
import org.cellnest.process.settings.SettingsSources;
import org.cellnest.protocol.ProblemJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pins what stands in two modules because neither may depend on the other. Most of it is package-private there, and
 * read by reflection.
 */
class ListsKeptAlikeTest {
    private static final Settings DEFAULTS =
            new SettingsSources(null, List.of(), Map.of(), Path.of(""), Path.of("")).resolve();

    @Test
    void namesErrorsAlikeInCellsGatewaysAndTheCommandLine() throws ReflectiveOperationException {
        for (int status = 400; status < 600; status++) {
            String title = ProblemJson.title(status);
            assertEquals(title, new Problem(status, "").title(), "cell-api: " + status);
            assertEquals(title, phraseOfTheCommandLine(status), "cli: " + status);
        }
    }

    /** The registry has phrases for these, and only for these (RFC 9110, section 16.2.1). */
    @Test
    void namesEveryErrorOfTheRegistry() {
        List<Integer> unassigned = List.of(418, 419, 420, 427, 430, 509);
        for (int status = 400; status < 600; status++) {
            boolean assigned = (status <= 431 || status == 451 || (status >= 500 && status <= 511))
                    && !unassigned.contains(status);
            boolean named = !List.of("Client Error", "Server Error").contains(ProblemJson.title(status));
            assertEquals(assigned, named, String.valueOf(status));
        }
    }

    private static String phraseOfTheCommandLine(int status) throws ReflectiveOperationException {
        Method of = Class.forName("org.cellnest.cli.StatusPhrases").getDeclaredMethod("of", int.class);
        of.setAccessible(true);
        return (String) of.invoke(null, status);
    }

    @Test
    void givesCellsUnderTestTheDefaultsOfANest() throws ReflectiveOperationException {
        String nest = "org.cellnest.celltest.LocalNest";
        assertEquals(
                DEFAULTS.value(Catalogue.CELL_MAX_COLLECTED_BYTES).longValue(),
                number("org.cellnest.runtime.handler.FlowSettings", "DEFAULT_COLLECTED_BYTES"));
        assertEquals(DEFAULTS.value(Catalogue.NEST_REQUEST_TIMEOUT), Duration.ofMillis(number(nest, "TIMEOUT_MS")));
        assertEquals(
                DEFAULTS.value(Catalogue.CELL_CONCURRENCY).longValue(),
                number("org.cellnest.celltest.CellTestBuilder", "CONCURRENCY"));
    }

    private static long number(String type, String constant) throws ReflectiveOperationException {
        Field field = Class.forName(type).getDeclaredField(constant);
        field.setAccessible(true);
        return ((Number) field.get(null)).longValue();
    }

    /** The text of a setting is what {@code transport} is opened with. */
    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:9021",
        "tcp://[::1]:0",
        "tcp://*:65535",
        "tcp://router-1.example.org:80",
        "tcp://under_score:1",
        "tcp://[fe80::1%eth0]:1",
        "tcp://[::ffff:10.0.0.1]:00080",
        "tcp://[10.0.0.1]:5"
    })
    void bindsAndDialsEveryEndpointThatSettingsTake(String text) {
        Endpoint set = Endpoint.parse(text);
        org.cellnest.transport.Endpoint bound = org.cellnest.transport.Endpoint.parse(set.toString());
        assertEquals(set.host(), bound.host());
        assertEquals(set.port(), bound.port());
        assertEquals(set.toString(), bound.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:9021",
                "tcp://127.0.0.1",
                "tcp://127.0.0.1:65536",
                "tcp://:1",
                "tcp://::1:1",
                "tcp://[::1:1",
                "tcp://a/b:1",
                "tcp://a b:1",
                "tcp://a@b:1",
                "tcp://a:-1",
                "ipc://x",
                "tcp://a:1;b"
            })
    void refusesInSettingsWhatNobodyCouldBind(String text) {
        assertThrows(IllegalArgumentException.class, () -> org.cellnest.transport.Endpoint.parse(text));
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
    }
}

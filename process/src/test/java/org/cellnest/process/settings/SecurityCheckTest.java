package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityCheckTest {
    private static final String KEY = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";

    @TempDir
    private Path folder;

    @Test
    void needsNothingWithoutCurve() {
        for (String process : List.of("router", "gateway", "cell")) {
            assertDoesNotThrow(() -> SecurityCheck.check(Settings.of(), process));
            assertDoesNotThrow(() -> SecurityCheck.check(Settings.of("nest.transport=native"), process));
        }
    }

    @Test
    void refusesCurveOnATransportWithoutIt() throws IOException {
        Settings settings = Settings.of(
                "nest.security=curve",
                "nest.transport=native",
                "cell.curve.key-file=" + file("cell.key"),
                "cell.curve.router-key=" + KEY);
        assertEquals(
                List.of(
                        "nest.security: curve with nest.transport: native, which has no CURVE (expected: nest.transport ="
                                + " jeromq, or nest.security = none) [--set, --set]"),
                problems(settings, "cell"));
    }

    @Test
    void namesEveryFileThatARouterLacks() {
        assertEquals(
                List.of(
                        "router.curve.key-file: not set while nest.security = curve (expected: a file that scripts/nest"
                                + " keys router makes) [--set]",
                        "router.curve.front-clients: not set while nest.security = curve (expected: a file that"
                                + " scripts/nest keys gateway --add-to FILE makes) [--set]",
                        "router.curve.back-clients: not set while nest.security = curve (expected: a file that"
                                + " scripts/nest keys cell --add-to FILE makes) [--set]"),
                problems(Settings.of("nest.security=curve"), "router"));
    }

    @Test
    void namesTheFileAndTheKeyThatAPeerLacks() {
        for (String process : List.of("gateway", "cell")) {
            assertEquals(
                    List.of(
                            process + ".curve.key-file: not set while nest.security = curve (expected: a file that"
                                    + " scripts/nest keys " + process + " makes) [--set]",
                            process + ".curve.router-key: not set while nest.security = curve (expected: the public key"
                                    + " that scripts/nest keys router prints) [--set]"),
                    problems(Settings.of("nest.security=curve"), process));
        }
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path missing = folder.resolve("missing.key");
        Settings settings = Settings.of(
                "nest.security=curve", "gateway.curve.key-file=" + missing, "gateway.curve.router-key=" + KEY);
        assertEquals(
                List.of("gateway.curve.key-file: " + missing
                        + " is no file (expected: a file that scripts/nest keys gateway makes) [--set]"),
                problems(settings, "gateway"));
    }

    @Test
    void looksOnlyAtWhatTheProcessItselfNeeds() throws IOException {
        Settings router = Settings.of(
                "nest.security=curve",
                "router.curve.key-file=" + file("router.key"),
                "router.curve.front-clients=" + file("front"),
                "router.curve.back-clients=" + file("back"));
        assertDoesNotThrow(() -> SecurityCheck.check(router, "router"));
        assertThrows(SettingsException.class, () -> SecurityCheck.check(router, "gateway"));
        Settings cell = Settings.of(
                "nest.security=curve", "cell.curve.key-file=" + file("cell.key"), "cell.curve.router-key=" + KEY);
        assertDoesNotThrow(() -> SecurityCheck.check(cell, "cell"));
        assertThrows(SettingsException.class, () -> SecurityCheck.check(cell, "router"));
    }

    @Test
    void takesAnEmptyPathForNone() {
        Settings settings = Settings.of("router.curve.key-file=");
        assertTrue(settings.value(Catalogue.ROUTER_CURVE_KEY_FILE).isEmpty());
        assertEquals(
                Path.of("").toAbsolutePath().resolve("conf/router.key"),
                Settings.of("router.curve.key-file=conf/router.key")
                        .value(Catalogue.ROUTER_CURVE_KEY_FILE)
                        .orElseThrow());
    }

    @Test
    void refusesARouterKeyThatIsNoZ85() {
        for (String wrong :
                List.of(KEY.substring(1), KEY + "0", KEY.replace('r', '~'), KEY.replace('r', ' '), "\u00e4")) {
            SettingsException refused =
                    assertThrows(SettingsException.class, () -> Settings.of("cell.curve.router-key=" + wrong));
            String problem = refused.problems().get(0);
            assertTrue(
                    problem.endsWith("(expected: nothing, or a public key of 40 characters of Z85, as scripts/nest keys"
                            + " prints it) [--set]"),
                    problem);
        }
        assertEquals(KEY, Settings.of("cell.curve.router-key=" + KEY).value(Catalogue.CELL_CURVE_ROUTER_KEY));
    }

    private Path file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "");
    }

    private static List<String> problems(Settings settings, String process) {
        return assertThrows(SettingsException.class, () -> SecurityCheck.check(settings, process))
                .problems();
    }
}

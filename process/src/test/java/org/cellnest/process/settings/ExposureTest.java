package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExposureTest {
    @Test
    void refusesToListenBeyondThisMachineWithoutAKey() {
        Settings settings = Settings.of("router.front=tcp://0.0.0.0:1", "router.ops.host=10.0.0.1");
        SettingsException refused = assertThrows(SettingsException.class, () -> Exposure.check(settings, "router"));
        assertEquals(2, refused.problems().size());
        assertEquals(
                "router.front: tcp://0.0.0.0:1 can be reached from other machines (expected: a loopback address such as"
                        + " 127.0.0.1, or set nest.key or nest.security = curve, or write nest.insecure = true) [--set]",
                refused.problems().get(0));
        assertTrue(refused.problems().get(1).startsWith("router.ops.host: 10.0.0.1 can be reached"));
        assertTrue(refused.problems().get(1).contains("or set router.ops.token,"));
    }

    @Test
    void asksForTheTokenOfAnOpsPortWhateverTheKey() {
        String[] open = {"router.ops.host=10.0.0.1", "nest.key=0123456789abcdef"};
        assertThrows(SettingsException.class, () -> Exposure.check(Settings.of(open), "router"));
        assertDoesNotThrow(() ->
                Exposure.check(Settings.of("router.ops.host=10.0.0.1", "router.ops.token=0123456789abcdef"), "router"));
        assertThrows(
                SettingsException.class,
                () -> Exposure.check(
                        Settings.of("router.front=tcp://0.0.0.0:1", "router.ops.token=0123456789abcdef"), "router"));
    }

    @Test
    void listensBeyondThisMachineWithCurve() {
        assertDoesNotThrow(() -> Exposure.check(
                Settings.of("router.front=tcp://0.0.0.0:1", "router.back=tcp://0.0.0.0:2", "nest.security=curve"),
                "router"));
    }

    @Test
    void opensNoOpsPortByCurve() {
        for (String process : new String[] {"router", "gateway"}) {
            Settings settings = Settings.of(process + ".ops.host=10.0.0.1", "nest.security=curve");
            SettingsException refused = assertThrows(SettingsException.class, () -> Exposure.check(settings, process));
            assertEquals(
                    process
                            + ".ops.host: 10.0.0.1 can be reached from other machines (expected: a loopback address such"
                            + " as 127.0.0.1, or set " + process
                            + ".ops.token, or write nest.insecure = true) [--set]",
                    refused.getMessage());
        }
    }

    @Test
    void listensBeyondThisMachineWithAKeyOrWhereInsecureIsWritten() {
        String open = "router.back=tcp://0.0.0.0:1";
        assertDoesNotThrow(() -> Exposure.check(Settings.of(open, "nest.key=0123456789abcdef"), "router"));
        assertDoesNotThrow(() -> Exposure.check(Settings.of(open, "nest.insecure=true"), "router"));
    }

    @Test
    void looksOnlyAtWhatTheProcessItselfOpens() {
        assertDoesNotThrow(() -> Exposure.check(Settings.of("router.front=tcp://0.0.0.0:1"), "gateway"));
        assertDoesNotThrow(() -> Exposure.check(Settings.of("gateway.http.host=0.0.0.0"), "gateway"));
        Settings settings = Settings.of("gateway.ops.host=::");
        assertThrows(SettingsException.class, () -> Exposure.check(settings, "gateway"));
    }
}

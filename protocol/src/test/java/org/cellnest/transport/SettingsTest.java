package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SettingsTest {

    private static final List<String> ENDPOINTS = List.of("tcp://*:1");

    private static String complaint(Executable of) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, of).getMessage());
    }

    @Test
    void aRouterSocketsAreChecked() {
        assertEquals("endpoints: 0 (expected: 1 or more)", complaint(RouterSocketSettings::on));
        assertEquals(
                "maxMessageBytes: 0 (expected: 1 or more)",
                complaint(() -> new RouterSocketSettings(ENDPOINTS, 0, 1, 1, 1, 1)));
        assertEquals(
                "sendHighWaterMark: 0 (expected: 1 or more)",
                complaint(() -> new RouterSocketSettings(ENDPOINTS, 1, 0, 1, 1, 1)));
        assertEquals(
                "firstFrameTimeoutMs: 0 (expected: 1 or more)",
                complaint(() -> new RouterSocketSettings(ENDPOINTS, 1, 1, 0, 1, 1)));
        assertEquals(
                "maxConnections: 0 (expected: 1 or more)",
                complaint(() -> new RouterSocketSettings(ENDPOINTS, 1, 1, 1, 0, 1)));
        assertEquals(
                "backlog: 0 (expected: 1 or more)",
                complaint(() -> new RouterSocketSettings(ENDPOINTS, 1, 1, 1, 1, 0)));
    }

    @Test
    void eachOfARouterSocketsIsChangedAlone() {
        assertEquals(
                new RouterSocketSettings(ENDPOINTS, 2, 3, 4, 5, 128),
                RouterSocketSettings.on("tcp://*:1")
                        .withMaxMessageBytes(2)
                        .withSendHighWaterMark(3)
                        .withFirstFrameTimeoutMs(4)
                        .withMaxConnections(5));
    }

    @Test
    void aLinksAreChecked() {
        assertEquals("maxMessageBytes: 0 (expected: 1 or more)", complaint(() -> new LinkSettings(0, 1, 1, 1, 1)));
        assertEquals("sendHighWaterMark: 0 (expected: 1 or more)", complaint(() -> new LinkSettings(1, 0, 1, 1, 1)));
        assertEquals("handshakeTimeoutMs: 0 (expected: 1 or more)", complaint(() -> new LinkSettings(1, 1, 0, 1, 1)));
        assertEquals("connectRetryMs: 0 (expected: 1 or more)", complaint(() -> new LinkSettings(1, 1, 1, 0, 1)));
        assertEquals(
                "connectRetryMaxMs: 99 (expected: 100 or more)", complaint(() -> new LinkSettings(1, 1, 1, 100, 99)));
    }

    @Test
    void eachOfALinksIsChangedAlone() {
        assertEquals(
                new LinkSettings(2, 16, 3, 100, 400),
                LinkSettings.defaults().withMaxMessageBytes(2).withHandshakeTimeoutMs(3));
    }
}

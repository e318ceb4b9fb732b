package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EndpointTest {
    @Test
    void readsWhatItWrites() {
        for (String text : new String[] {
            "tcp://127.0.0.1:9021",
            "tcp://[::1]:0",
            "tcp://*:65535",
            "tcp://router-1.example.org:80",
            "tcp://[fe80::1%eth0]:1"
        }) {
            assertEquals(text, Endpoint.parse(text).toString());
        }
    }

    @Test
    void refusesEverythingElse() {
        for (String text : new String[] {
            "",
            "127.0.0.1:9021",
            "tcp://127.0.0.1",
            "tcp://127.0.0.1:65536",
            "tcp://:1",
            "tcp://::1:1",
            "ipc://x",
            "tcp://a:1;b"
        }) {
            assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text), text);
        }
    }

    @Test
    void dialsThisMachineWhereItListensEverywhere() {
        assertEquals("tcp://127.0.0.1:5", Endpoint.parse("tcp://*:5").dialable().toString());
        assertEquals(
                "tcp://127.0.0.1:5", Endpoint.parse("tcp://[::]:5").dialable().toString());
        assertEquals(
                "tcp://10.0.0.1:5",
                Endpoint.parse("tcp://10.0.0.1:5").dialable().toString());
        assertEquals(
                "tcp://[::1]:9", Endpoint.parse("tcp://[::1]:5").withPort(9).toString());
    }

    @Test
    void knowsWhatOnlyThisMachineCanReach() {
        assertTrue(isLoopback("tcp://127.0.0.1:5"));
        assertTrue(isLoopback("tcp://127.8.8.8:5"));
        assertTrue(isLoopback("tcp://[::1]:5"));
        assertTrue(isLoopback("tcp://localhost:5"));
        assertFalse(isLoopback("tcp://*:5"));
        assertFalse(isLoopback("tcp://[::]:5"));
        assertFalse(isLoopback("tcp://0.0.0.0:5"));
        assertFalse(isLoopback("tcp://192.168.0.1:5"));
        assertFalse(isLoopback("tcp://name.invalid:5"));
    }

    private static boolean isLoopback(String endpoint) {
        return Exposure.isLoopback(Endpoint.parse(endpoint).host());
    }
}

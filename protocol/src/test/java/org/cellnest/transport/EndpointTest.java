package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:9021, 127.0.0.1, 9021",
        "tcp://*:0, *, 0",
        "tcp://router.example:*, router.example, 0",
        "tcp://[::1]:65535, ::1, 65535",
        "tcp://localhost:1, localhost, 1",
    })
    void readsHostAndPort(String text, String host, int port) {
        assertEquals(new Endpoint(host, port), Endpoint.parse(text));
    }

    @Test
    void isWrittenAsItIsRead() {
        for (String text : new String[] {"tcp://127.0.0.1:9021", "tcp://[fe80::1]:1", "tcp://*:5"}) {
            assertEquals(text, Endpoint.parse(text).toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9021",
                "localhost:9021",
                "tcp://",
                "tcp://:1",
                "tcp://host",
                "ipc://x:1",
                "tcp://::1:80",
                "tcp://[localhost]:1",
                "tcp://a/b:1",
                "tcp://a;b:1",
                "tcp://a b:1",
                "TCP://a:1",
                "tcp://[]:1"
            })
    void saysWhatAnEndpointLooksLike(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
        assertEquals(text + " (expected: tcp://host:port)", e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://h:-1", "tcp://h:65536", "tcp://h:x", "tcp://h:", "tcp://h:1.5"})
    void saysWhichPortsThereAre(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
        assertEquals(text + " (expected: a port from 0 to 65535)", e.getMessage());
    }
}

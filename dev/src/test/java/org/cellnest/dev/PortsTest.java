package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final String HOST = "127.0.0.1";

    @Test
    void takesTheWishedPortWhereItIsFreeAndAnotherWhereNot() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            int other = Ports.freeFrom(HOST, port, port - 30);
            assertTrue(other >= port - 30 && other < port - 10, "port " + other);
        }
        assertEquals(port, Ports.freeFrom(HOST, port, 1));
        assertEquals(0, Ports.freeFrom(HOST, 0, 1));
    }
}

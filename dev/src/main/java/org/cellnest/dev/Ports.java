package org.cellnest.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a free port to listen on. Stateless. */
final class Ports {
    private static final int TRIES = 20;

    private Ports() {}

    /**
     * Returns the requested port or the next free one. If none of some 20 is free, returns the requested port, so that
     * binding it reports the conflict.
     */
    static int freeFrom(String host, int wished, int next) {
        if (wished == 0 || isFree(host, wished)) {
            return wished;
        }
        for (int port = next; port < next + TRIES; port++) {
            if (isFree(host, port)) {
                return port;
            }
        }
        return wished;
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

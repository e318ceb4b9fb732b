package org.cellnest.transport;

import java.util.function.BiConsumer;

/**
 * What a {@link Transport} is given.
 *
 * @param ioThreads threads that move bytes, 1 or more; one serves a whole process well
 * @param maxSockets sockets that may be open at once
 * @param closeTimeoutMs how long {@link Transport#close} waits for sockets to be closed by their owners
 * @param onFatal told, on the thread that failed, one line about what ended an I/O thread, and the cause. No socket of
 *     the transport works after it, so it should end the process: see {@link Transport#END_PROCESS}
 */
public record TransportSettings(
        int ioThreads, int maxSockets, int closeTimeoutMs, BiConsumer<String, Throwable> onFatal) {

    public TransportSettings {
        atLeast("ioThreads", ioThreads, 1);
        atLeast("maxSockets", maxSockets, 1);
        atLeast("closeTimeoutMs", closeTimeoutMs, 1);
    }

    /** One I/O thread, 1024 sockets, 5 s to close, and the end of the process when an I/O thread fails. */
    public static TransportSettings defaults() {
        return new TransportSettings(1, 1_024, 5_000, Transport.END_PROCESS);
    }

    public TransportSettings withOnFatal(BiConsumer<String, Throwable> onFatal) {
        return new TransportSettings(ioThreads, maxSockets, closeTimeoutMs, onFatal);
    }

    public TransportSettings withCloseTimeoutMs(int closeTimeoutMs) {
        return new TransportSettings(ioThreads, maxSockets, closeTimeoutMs, onFatal);
    }

    static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " or more)");
        }
    }
}

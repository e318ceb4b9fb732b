package org.cellnest.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A peer that speaks ZMTP 3.0 by hand, as far and as wrongly as a test wants. Its methods wait for the other side, so where
 * that is a socket of ours they are called within {@link TransportFixture#whilePumping}; writing little does not wait.
 */
final class RawPeer implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final AtomicLong written = new AtomicLong();

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static RawPeer connect(String endpoint) throws IOException {
        return new RawPeer(new Socket(
                InetAddress.getLoopbackAddress(), Endpoint.parse(endpoint).port()));
    }

    /** Connects, and shakes hands as a DEALER that announces {@code identity}. */
    static RawPeer join(String endpoint, byte[] identity) throws IOException {
        RawPeer peer = connect(endpoint);
        peer.shakeHands("DEALER", identity);
        return peer;
    }

    void shakeHands(String socketType, byte[] identity) throws IOException {
        greet();
        write(Wire.COMMAND, Wire.ready(socketType, identity));
        readReady();
    }

    void greet() throws IOException {
        raw(Wire.greeting());
        readGreeting();
    }

    void readGreeting() throws IOException {
        in.readFully(new byte[64]);
    }

    void readReady() throws IOException {
        String ready = new String(readCommand(), StandardCharsets.ISO_8859_1);
        assertTrue(ready.startsWith("\5READY\13Socket-Type"), ready);
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        written.addAndGet(bytes.length);
    }

    /** Bytes the kernel has taken from us. */
    long written() {
        return written.get();
    }

    void send(byte[] frame) throws IOException {
        write(0, frame);
    }

    void write(int flags, byte[] frame) throws IOException {
        raw(Wire.frame(flags, frame));
    }

    void announce(int flags, long size) throws IOException {
        raw(Wire.header(flags, size, true));
    }

    /** The content of the next frame, which is to be a message of its own. */
    byte[] read() throws IOException {
        return read(0);
    }

    byte[] readCommand() throws IOException {
        return read(Wire.COMMAND);
    }

    private byte[] read(int expectedFlags) throws IOException {
        int flags = in.readUnsignedByte();
        assertEquals(expectedFlags, flags & ~Wire.LONG);
        long size = (flags & Wire.LONG) != 0 ? in.readLong() : in.readUnsignedByte();
        byte[] frame = new byte[Math.toIntExact(size)];
        in.readFully(frame);
        return frame;
    }

    /** Reads and discards until the other side closes; false where it does not within the socket's timeout. */
    boolean isClosedByPeer() {
        try {
            while (in.read() >= 0) {
                // whatever was still on its way
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Closes with a reset, as the kernel does for a killed process with unread input. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package org.cellnest.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A peer that speaks ZMTP 3.0 (RFC 23) by hand, as far and as wrongly as a test wants. */
final class RawPeer implements AutoCloseable {

    static final int MORE = 1;
    static final int LONG = 2;
    static final int COMMAND = 4;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final AtomicLong written = new AtomicLong();

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
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
        peer.greet();
        peer.write(COMMAND, ready("DEALER", identity));
        peer.readReady();
        return peer;
    }

    static RawPeer join(String endpoint) throws IOException {
        return join(endpoint, new byte[0]);
    }

    static byte[] greeting(int major, String mechanism) {
        byte[] greeting = new byte[64];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = (byte) major;
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, greeting, 12, name.length);
        return greeting;
    }

    static byte[] ready(String socketType, byte[] identity) {
        return command(
                "READY",
                property("Socket-Type", socketType.getBytes(StandardCharsets.US_ASCII)),
                property("Identity", identity));
    }

    static byte[] command(String name, byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(name.length());
        bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    static byte[] property(String name, byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(bytes)) {
            data.writeByte(name.length());
            data.writeBytes(name);
            data.writeInt(value.length);
            data.write(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    void greet() throws IOException {
        raw(greeting(3, "NULL"));
        in.readFully(new byte[64]);
    }

    void readReady() throws IOException {
        read();
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
        boolean isLong = frame.length > 255;
        raw(header(flags, frame.length, isLong));
        raw(frame);
    }

    void announce(int flags, long size) throws IOException {
        raw(header(flags, size, true));
    }

    private static byte[] header(int flags, long size, boolean isLong) {
        if (!isLong) {
            return new byte[] {(byte) flags, (byte) size};
        }
        byte[] header = new byte[9];
        header[0] = (byte) (flags | LONG);
        for (int i = 0; i < 8; i++) {
            header[1 + i] = (byte) (size >>> (56 - 8 * i));
        }
        return header;
    }

    /** The next frame's content, a command's included. */
    byte[] read() throws IOException {
        int flags = in.readUnsignedByte();
        long size = (flags & LONG) != 0 ? in.readLong() : in.readUnsignedByte();
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

package org.cellnest.integration.harness;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A ZMTP 3.0 connection (RFC 23) by hand, as far and as wrongly as a test wants. Each direction belongs to one thread. */
public class RawZmtp implements AutoCloseable {
    public static final int MORE = 1;
    public static final int LONG = 2;
    public static final int COMMAND = 4;

    private static final int GREETING_BYTES = 64;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    /** Connects and says nothing. */
    public RawZmtp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Greets and shakes hands as a DEALER, mechanism NULL. */
    public void shakeHands() throws IOException {
        greet();
        writeFrame(COMMAND, ready());
        readFrame();
    }

    /** Only greets. */
    public void greet() throws IOException {
        byte[] greeting = new byte[GREETING_BYTES];
        greeting[0] = (byte) 0xff;
        greeting[9] = 0x7f;
        greeting[10] = 3;
        System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
        raw(greeting);
        in.readFully(new byte[GREETING_BYTES]);
    }

    private static byte[] ready() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        put(bytes, "READY");
        put(bytes, "Socket-Type");
        byte[] type = "DEALER".getBytes(StandardCharsets.US_ASCII);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(type.length).array());
        bytes.writeBytes(type);
        return bytes.toByteArray();
    }

    private static void put(ByteArrayOutputStream bytes, String text) {
        bytes.write(text.length());
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes bytes as they are. */
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Writes one frame. */
    public void writeFrame(int flags, byte[] frame) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (frame.length > 255) {
            bytes.writeBytes(longHeader(flags, frame.length));
        } else {
            bytes.write(flags);
            bytes.write(frame.length);
        }
        bytes.writeBytes(frame);
        raw(bytes.toByteArray());
    }

    /** Announces a frame of so many bytes, taken as unsigned, and sends none of them. */
    public void announce(int flags, long size) throws IOException {
        raw(longHeader(flags, size));
    }

    private static byte[] longHeader(int flags, long size) {
        return ByteBuffer.allocate(9).put((byte) (flags | LONG)).putLong(size).array();
    }

    /** Reads one frame, of a command too. */
    public byte[] readFrame() throws IOException {
        int flags = in.readUnsignedByte();
        long size = (flags & LONG) != 0 ? in.readLong() : in.readUnsignedByte();
        byte[] frame = new byte[Math.toIntExact(size)];
        in.readFully(frame);
        return frame;
    }

    /** Reads and discards until the other side closes; false where it does not within ten seconds. */
    public boolean isClosedByPeer() {
        try {
            while (in.read() >= 0) {
                // Whatever was still on its way.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

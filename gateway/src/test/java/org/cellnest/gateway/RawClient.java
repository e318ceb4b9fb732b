package org.cellnest.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Speaks HTTP byte by byte, as well or as badly as it is told. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MS);
        // Each send is a segment of its own.
        socket.setTcpNoDelay(true);
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    RawClient sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The head of the next answer; all there is if the connection ends before it does. */
    public String head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    /** Head and body of the next answer, the body by its Content-Length. */
    public String answer() throws IOException {
        String head = head();
        int length = 0;
        for (String line : head.lines().toList()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    /** Reads so many bytes, a few at a time, with a pause before each time; returns how many there were. */
    long readSlowly(long bytes, int atATime, long pauseMs) throws IOException, InterruptedException {
        InputStream in = socket.getInputStream();
        long read = 0;
        while (read < bytes) {
            Thread.sleep(pauseMs);
            int some = in.readNBytes((int) Math.min(atATime, bytes - read)).length;
            if (some == 0) {
                break;
            }
            read += some;
        }
        return read;
    }

    /** Whether the gateway closes the connection within the timeout; whatever it says before is read over. */
    public boolean isClosedByPeer() throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // read over
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether anything is sent within so many milliseconds; an octet of it is read over. */
    boolean hasInputWithin(int ms) throws IOException {
        socket.setSoTimeout(ms);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(TIMEOUT_MS);
        }
    }

    /** Reads so many octets; fewer if the connection ends in good order. */
    byte[] read(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    /** Sends no more, and reads on. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** As a client that closes its connection in good order. */
    public void hangUp() throws IOException {
        socket.close();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

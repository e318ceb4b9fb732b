package org.cellnest.integration.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One HTTP/1.1 connection to this machine that never tries anything twice, so that whatever happens to a request is seen
 * (the JDK's client repeats what it takes for idempotent). One thread.
 */
public final class HttpConnection implements AutoCloseable {
    private static final int CONNECT_MS = 5_000;
    private static final int MAX_LINE = 1 << 16;

    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean answering;

    public HttpConnection(int port, int readTimeoutMs) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(readTimeoutMs);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks on a connection of its own and closes it. */
    public static Answer ask(int port, String method, String path, String... headers) throws IOException {
        try (HttpConnection connection = new HttpConnection(port, 40_000)) {
            return connection.ask(method, path, new byte[0], headers);
        }
    }

    /** GET on a connection of its own. */
    public static Answer get(int port, String path) throws IOException {
        return ask(port, "GET", path);
    }

    /** Sends a request and reads its answer. */
    public Answer ask(String method, String path, byte[] body, String... headers) throws IOException {
        send(method, path, body, headers);
        return read(method.equals("HEAD"));
    }

    /** Sends a request without reading anything. */
    public void send(String method, String path, byte[] body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        sendRaw(bytes.toByteArray());
    }

    /** Sends bytes as they are. */
    public void sendRaw(byte[] bytes) throws IOException {
        answering = false;
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Whether any byte of the answer to what was sent last has come. */
    public boolean isAnswering() {
        return answering;
    }

    /** Reads one answer. */
    public Answer read(boolean headOnly) throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<String> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(line);
        }
        Answer head = new Answer(status, List.copyOf(headers), new byte[0]);
        if (status < 200) {
            return read(headOnly);
        }
        if (headOnly || status == 204 || status == 304) {
            return head;
        }
        return new Answer(status, head.headers(), body(head));
    }

    private byte[] body(Answer head) throws IOException {
        String length = head.header("content-length").orElse("");
        if (!length.isEmpty()) {
            return exactly(Integer.parseInt(length));
        }
        if (head.header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                bytes.writeBytes(exactly(size));
                line();
            }
            line();
            return bytes.toByteArray();
        }
        return in.readAllBytes();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("body cut after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("connection closed " + (answering ? "in an answer" : "before an answer"));
            }
            answering = true;
            if (next == '\n') {
                String line = bytes.toString(StandardCharsets.ISO_8859_1);
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            if (bytes.size() == MAX_LINE) {
                throw new IOException("a line of more than " + MAX_LINE + " bytes");
            }
            bytes.write(next);
        }
    }

    /** Closes at once, with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

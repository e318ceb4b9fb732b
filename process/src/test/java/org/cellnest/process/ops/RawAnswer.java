package org.cellnest.process.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/** An answer of a server to a head that no HTTP client would send. */
record RawAnswer(int status, String head, String body) {
    static RawAnswer of(int port, String... head) throws IOException {
        return of(port, "", head);
    }

    static RawAnswer of(int port, String body, String[] head, String more) throws IOException {
        String[] all = Arrays.copyOf(head, head.length + 1);
        all[head.length] = more;
        return of(port, body, all);
    }

    private static RawAnswer of(int port, String body, String[] head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String text = String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n" + body;
            socket.getOutputStream().write(text.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new RawAnswer(
                    Integer.parseInt(answer.split(" ", 3)[1]), answer.substring(0, end), answer.substring(end + 4));
        }
    }
}

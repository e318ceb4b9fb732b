package org.cellnest.integration.cookbook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service on a free port of this machine that a recipe calls, and that may do it badly. */
final class WeatherService implements AutoCloseable {
    /** The manner of its answers. */
    enum Mood {
        WELL,
        ERROR,
        /** A body far larger than anyone wants. */
        HUGE,
        /** No answer. */
        SILENT,
        /** The head of an answer, and nothing more. */
        HALF
    }

    private static final int HUGE_BYTES = 1 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private volatile Mood mood = Mood.WELL;
    private volatile String lastRequestId = "";

    WeatherService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    void setMood(Mood next) {
        mood = next;
    }

    /** The {@code X-Request-Id} of the latest call. */
    String lastRequestId() {
        return lastRequestId;
    }

    private void answer(HttpExchange http) throws IOException {
        lastRequestId = String.valueOf(http.getRequestHeaders().getFirst("x-request-id"));
        try (http) {
            switch (mood) {
                case WELL -> send(http, 200, "sunny".getBytes(StandardCharsets.UTF_8));
                case ERROR -> send(http, 500, new byte[0]);
                case HUGE -> send(http, 200, new byte[HUGE_BYTES]);
                case SILENT -> awaitClose();
                case HALF -> {
                    http.sendResponseHeaders(200, 5);
                    http.getResponseBody().write('s');
                    http.getResponseBody().flush();
                    awaitClose();
                }
            }
        }
    }

    private static void send(HttpExchange http, int status, byte[] body) throws IOException {
        http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = http.getResponseBody()) {
            out.write(body);
        }
    }

    private void awaitClose() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

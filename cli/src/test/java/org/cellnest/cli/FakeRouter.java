package org.cellnest.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** An HTTP server that gives prepared replies, and records the requests. Serves as a gateway too. */
final class FakeRouter implements AutoCloseable {
    /** Writes a reply. */
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    /** A received request. */
    record Asked(String method, String target, Map<String, List<String>> headers, String body) {
        String line() {
            return method + " " + target;
        }

        @Nullable
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeRouter() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Returns the received requests, such as {@code GET /v1/nest}, in order. */
    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    Asked lastAsked() {
        return asked.get(asked.size() - 1);
    }

    List<Asked> asked() {
        return asked;
    }

    /**
     * Prepares a reply to this method and path, with any query. Of several replies each is used once, the last
     * repeatedly.
     */
    FakeRouter on(String methodAndPath, Reply reply) {
        replies.computeIfAbsent(methodAndPath, key -> new ConcurrentLinkedQueue<>())
                .add(reply);
        return this;
    }

    FakeRouter json(String methodAndPath, String json) {
        return on(methodAndPath, whole(200, "application/json", json));
    }

    FakeRouter problem(String methodAndPath, int status, String detail) {
        String json = "{\"type\":\"about:blank\",\"title\":\"Trouble\",\"status\":" + status + ",\"detail\":\"" + detail
                + "\"}";
        return on(methodAndPath, whole(status, "application/problem+json", json));
    }

    static Reply whole(int status, String type, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestURI().toString();
            asked.add(new Asked(exchange.getRequestMethod(), target, exchange.getRequestHeaders(), body));
            String key =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
            Queue<Reply> queue = replies.getOrDefault(key, new ConcurrentLinkedQueue<>());
            Reply reply = queue.size() > 1 ? queue.poll() : queue.peek();
            if (reply == null) {
                reply = whole(
                        404,
                        "application/problem+json",
                        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"" + key
                                + " is unknown\"}");
            }
            reply.to(exchange);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

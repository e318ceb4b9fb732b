package org.cellnest.bench.peer;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Deque;
import org.cellnest.bench.cell.BenchCell;
import org.cellnest.gateway.http.PeerBody;

/**
 * Runs Undertow alone with the bench's handlers. It has I/O threads as Undertow chooses them, and as many workers for
 * sleeping handlers as a cell has. Fast handlers run on the I/O threads. Prints {@code ready PORT} and runs until it is
 * killed.
 */
public final class UndertowPeer implements HttpHandler {
    /** The default of {@code cell.concurrency}, so that it has as many handler threads as a cell. */
    private static final int WORKERS = 256;

    /** Undertow's own default is 2 MiB. */
    private static final long UNLIMITED = -1;

    private static final String HELLO = "/api/hello/";
    private static final String SLEEP = "/api/sleep/";
    private static final String DOWNLOAD = "/api/download/";
    private static final String TEXT = "text/plain;charset=utf-8";

    private final BenchCell cell = new BenchCell();
    private final PeerBody bodies = new PeerBody();

    public static void main(String[] args) {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setWorkerThreads(WORKERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, UNLIMITED)
                .setHandler(new UndertowPeer())
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println("ready " + address.getPort());
    }

    @Override
    public void handleRequest(HttpServerExchange http) {
        String path = http.getRequestPath();
        if (path.startsWith(HELLO)) {
            Deque<String> age = http.getQueryParameters().get("age");
            answer(
                    http,
                    cell.hello(path.substring(HELLO.length()), age == null ? 13 : Integer.parseInt(age.getFirst())));
        } else if (path.startsWith(SLEEP)) {
            int ms = Integer.parseInt(path.substring(SLEEP.length()));
            http.dispatch(() -> sleep(http, ms));
        } else if (path.equals("/api/echo")) {
            // The exchange must outlive this call where the body has not come whole.
            http.dispatch(
                    SameThreadExecutor.INSTANCE,
                    () -> bodies.read(http, body -> {
                        http.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/octet-stream");
                        http.getResponseSender().send(ByteBuffer.wrap(cell.echo(body.toByteArray())));
                    }));
        } else if (path.startsWith(DOWNLOAD)) {
            long bytes = Long.parseLong(path.substring(DOWNLOAD.length()));
            http.dispatch(SameThreadExecutor.INSTANCE, () -> Download.start(http, bytes));
        } else if (path.equals("/api/upload")) {
            http.dispatch(SameThreadExecutor.INSTANCE, () -> Upload.start(http));
        } else {
            http.setStatusCode(404).endExchange();
        }
    }

    private void sleep(HttpServerExchange http, int ms) {
        try {
            answer(http, cell.sleep(ms));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            http.setStatusCode(503).endExchange();
        }
    }

    private static void answer(HttpServerExchange http, String text) {
        http.getResponseHeaders().put(Headers.CONTENT_TYPE, TEXT);
        http.getResponseSender().send(text);
    }
}

package org.cellnest.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cellnest.gateway.http.RequestOverride;
import org.cellnest.process.StartupException;
import org.cellnest.process.settings.Settings;
import org.jspecify.annotations.Nullable;

/** A gateway in this JVM, and a client for it. */
public final class TestGateway implements AutoCloseable {
    final GatewayProcess gatewayProcess;
    final HttpClient client = HttpClient.newHttpClient();
    private boolean stopped;

    private TestGateway(GatewayProcess gatewayProcess) {
        this.gatewayProcess = gatewayProcess;
    }

    /** A gateway on free ports, with these settings besides. */
    public static TestGateway start(List<String> routers, String... settings) {
        return start(routers, null, settings);
    }

    /** A gateway that asks somebody else first. */
    static TestGateway start(List<String> routers, @Nullable RequestOverride requestOverride, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "gateway.http.host=127.0.0.1",
                "gateway.http.port=0",
                "gateway.ops.port=0",
                "gateway.id=g1",
                TestTransport.setting(),
                "gateway.drain-time=200ms",
                "gateway.drain-idle-time=0s",
                "gateway.routers=["
                        + String.join(
                                ",", routers.stream().map(r -> '"' + r + '"').toList()) + "]"));
        all.addAll(List.of(settings));
        try {
            return new TestGateway(GatewayProcess.start(
                    Settings.of(all.toArray(String[]::new)),
                    (message, cause) -> {
                        throw new AssertionError(message, cause);
                    },
                    requestOverride));
        } catch (StartupException e) {
            throw new AssertionError(e);
        }
    }

    public TestGateway awaitReady() {
        Await.until("ready", () -> readyz() == 200);
        return this;
    }

    int readyz() {
        try {
            return client.send(
                            java.net.http.HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + gatewayProcess.opsPort() + "/readyz"))
                                    .build(),
                            BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public java.net.http.HttpRequest.Builder request(String path) {
        return java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gatewayProcess.httpPort() + path));
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    public HttpResponse<String> send(java.net.http.HttpRequest request) {
        return later(request).join();
    }

    CompletableFuture<HttpResponse<String>> later(java.net.http.HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> later(String method, String path) {
        return later(request(path).method(method, BodyPublishers.noBody()).build());
    }

    RawClient raw() {
        try {
            return new RawClient(gatewayProcess.httpPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void stop() {
        if (!stopped) {
            stopped = true;
            gatewayProcess.stop();
        }
    }

    @Override
    public void close() {
        stop();
    }
}

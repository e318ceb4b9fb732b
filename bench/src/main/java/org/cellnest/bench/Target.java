package org.cellnest.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A target of the load generator: a port on loopback and the processes behind it.
 *
 * @param name for the table
 * @param port the port that it listens on
 * @param processes all processes that spend CPU time on a request, the listening one first
 */
record Target(String name, int port, List<BenchProcess> processes) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Throws an exception if one of the processes has ended. */
    void requireAlive() throws IOException {
        for (BenchProcess process : processes) {
            try {
                process.requireAlive();
            } catch (IOException e) {
                throw new IOException(name + ": " + e.getMessage(), e);
            }
        }
    }

    /** Waits until a path is answered with 200. */
    void awaitAnswer(String path) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(45);
        String last = "";
        while (System.nanoTime() < deadlineNs) {
            requireAlive();
            try {
                int status = get(path).statusCode();
                if (status == 200) {
                    return;
                }
                last = "status " + status;
            } catch (IOException e) {
                last = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException(name + " does not answer " + path + ": " + last);
    }

    /** Verifies that the target does the same work as all others. */
    void verify() throws IOException, InterruptedException {
        String hello = new String(get(Workload.HELLO).body(), StandardCharsets.UTF_8);
        if (!hello.equals("hello! My name is billy, I'm 12 years old")) {
            throw new IOException(name + " answers " + Workload.HELLO + " with: " + hello);
        }
        byte[] body = new byte[Workload.POST_BYTES];
        Arrays.fill(body, (byte) 'x');
        HttpResponse<byte[]> echo = CLIENT.send(
                request("/api/echo")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .header("content-type", "application/octet-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (echo.statusCode() != 200 || !Arrays.equals(body, echo.body())) {
            throw new IOException(name + " answers an echo with " + echo.statusCode() + " and " + echo.body().length
                    + " bytes (expected: the " + body.length + " that were sent)");
        }
        awaitAnswer("/api/sleep/5");
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path))).timeout(ANSWER_LIMIT);
    }
}

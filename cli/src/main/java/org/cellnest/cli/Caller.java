package org.cellnest.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends a request and reads its answer, in memory or from and to files. One thread. */
final class Caller {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long LOOK_MS = 100;
    private static final int FIRST_JAVA_WITH_BODIES_OF_REFUSALS = 21;

    private final Console console;
    private final Duration patience;
    private final boolean named;
    private final boolean progress;

    /**
     * Creates a caller.
     *
     * @param patience the longest time in which nothing happens
     * @param named whether the user has named the gateway, so that an ops port in its place is a mistake
     * @param progress whether progress is shown on a terminal
     */
    Caller(Console console, Duration patience, boolean named, boolean progress) {
        this.console = console;
        this.patience = patience;
        this.named = named;
        this.progress = progress;
    }

    /**
     * Sends a request.
     *
     * @param upload the request's body, if it is a file
     * @param output the file for the body of an answer of 200 to 299; else bodies are returned
     */
    Answer send(HttpRequest toSend, @Nullable UploadFile upload, @Nullable Path output) {
        String where = toSend.uri().getScheme() + "://" + toSend.uri().getRawAuthority();
        LongSupplier nanoClock = console.cliEnvironment().nanoClock();
        long startedNs = nanoClock.getAsLong();
        try {
            HttpResponse<InputStream> answer =
                    upload == null ? console.http().send(toSend, BodyHandlers.ofInputStream()) : send(toSend, upload);
            try (InputStream in = answer.body();
                    SilenceWatch watch = new SilenceWatch(in, patience, nanoClock)) {
                refuseOpsPort(answer, where);
                byte[] body = {};
                Answer.Saved saved = null;
                if (upload != null && isUnreadable(upload)) {
                    if (progress) {
                        console.note("(it came before the file was sent; Java 21 or later shows its body)");
                    }
                } else if (output != null && answer.statusCode() / 100 == 2) {
                    saved = save(answer, in, watch, output);
                } else {
                    body = body(in, watch, where);
                }
                double roundTripMs = (nanoClock.getAsLong() - startedNs) / 1e6;
                return new Answer(answer.statusCode(), answer.headers(), body, saved, where, roundTripMs);
            }
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw NestException.unreachable(
                    "no gateway at " + where + " (" + Failures.reason(e) + "); --gateway says where one is");
        } catch (IOException e) {
            throw NestException.unreachable(where + " gave no whole answer: " + Failures.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NestException.unreachable("interrupted");
        }
    }

    /**
     * Whether the body of an answer would never come: that of an answer in place of 100, in HTTP clients of earlier
     * Javas.
     */
    private static boolean isUnreadable(UploadFile upload) {
        return upload.isLarge()
                && upload.sent().sum() == 0
                && Runtime.version().feature() < FIRST_JAVA_WITH_BODIES_OF_REFUSALS;
    }

    /** Sends a file. It has no time limit as a whole, but some of it must move within the patience. */
    private HttpResponse<InputStream> send(HttpRequest toSend, UploadFile upload)
            throws IOException, InterruptedException {
        LongSupplier nanoClock = console.cliEnvironment().nanoClock();
        ProgressLine line = new ProgressLine("sent", upload.length(), console.cliEnvironment(), progress);
        CompletableFuture<HttpResponse<InputStream>> answer =
                console.http().sendAsync(toSend, BodyHandlers.ofInputStream());
        long sent = 0;
        long movedNs = nanoClock.getAsLong();
        try {
            while (true) {
                try {
                    return answer.get(LOOK_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    long now = upload.sent().sum();
                    if (now != sent) {
                        sent = now;
                        movedNs = nanoClock.getAsLong();
                    } else if (nanoClock.getAsLong() - movedNs > patience.toNanos()) {
                        throw new IOException("nothing has moved for " + patience.toSeconds() + " s", e);
                    }
                    line.show(sent);
                }
            }
        } catch (ExecutionException e) {
            throw broken(e, upload);
        } finally {
            if (!answer.isDone()) {
                answer.cancel(true);
            }
            line.clear();
        }
    }

    private static IOException broken(ExecutionException e, UploadFile upload) {
        Throwable cause = e.getCause();
        long sent = upload.sent().sum();
        if (!(cause instanceof IOException reason)) {
            return new IOException(String.valueOf(cause), cause);
        }
        return sent == 0 || reason instanceof ConnectException
                ? reason
                : new IOException(
                        "the upload has broken off after " + Numbers.bytes(sent) + ", " + Failures.reason(reason),
                        cause);
    }

    private byte[] body(InputStream in, SilenceWatch watch, String where) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count; (count = read(in, watch, buffer)) >= 0; ) {
            body.write(buffer, 0, count);
            if (body.size() > RequestBody.MAX_BYTES) {
                throw NestException.refused(where + " answered with more than " + Numbers.bytes(RequestBody.MAX_BYTES)
                        + " (expected: --output FILE for so much)");
            }
        }
        return body.toByteArray();
    }

    private Answer.Saved save(HttpResponse<?> answer, InputStream in, SilenceWatch watch, Path file)
            throws IOException {
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        ProgressLine line = new ProgressLine("received", length, console.cliEnvironment(), progress);
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        OutputFile out = open(file);
        try (out) {
            for (int count; (count = read(in, watch, buffer)) >= 0; ) {
                write(out, buffer, count, file);
                bytes += count;
                line.show(bytes);
            }
            finish(out, file);
            return new Answer.Saved(file, bytes);
        } finally {
            line.clear();
        }
    }

    /** Reads some bytes. A stream that the watch has closed fails, or ends like one that is whole. */
    private int read(InputStream in, SilenceWatch watch, byte[] buffer) throws IOException {
        IOException failure = null;
        int count = -1;
        try {
            count = in.read(buffer);
        } catch (IOException e) {
            failure = e;
        }
        if (watch.hasGivenUp()) {
            throw new IOException("nothing came for " + patience.toSeconds() + " s", failure);
        }
        if (failure != null) {
            throw failure;
        }
        watch.heard();
        return count;
    }

    private static OutputFile open(Path file) {
        try {
            return OutputFile.create(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void write(OutputFile out, byte[] buffer, int count, Path file) {
        try {
            out.write(buffer, count);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void finish(OutputFile out, Path file) {
        try {
            out.finish();
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static NestException unwritable(Path file, IOException e) {
        return NestException.output("--output: " + file + " cannot be written (" + Failures.reason(e) + ")");
    }

    /** Rejects an answer of an ops port, unless the user named that port by a whole URL. */
    private void refuseOpsPort(HttpResponse<?> answer, String where) {
        Stranger stranger = Stranger.named(answer);
        if (stranger != null && named) {
            throw NestException.unreachable(
                    where + " is " + stranger.what() + " (expected: a gateway, perhaps --gateway "
                            + console.options().gateway() + ")");
        }
    }
}

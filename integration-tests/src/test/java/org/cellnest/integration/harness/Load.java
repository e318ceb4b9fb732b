package org.cellnest.integration.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests on a few kept connections, one after the other on each, until stopped, but bounded in number and time. Every
 * answer is kept. A request whose connection cannot be opened was not sent, and is not counted; the connection is opened
 * again.
 */
public final class Load implements AutoCloseable {
    private static final long MAX_NS = 60_000_000_000L;
    private static final int READ_TIMEOUT_MS = 40_000;
    private static final long RECONNECT_NS = 10_000_000L;

    /** What to send: a method, a path, and what tells the request from all others. */
    public record Target(String method, String path, String key) {
        public static Target get(String path) {
            return new Target("GET", path, "");
        }

        public static Target post(String path, String key) {
            return new Target("POST", path, key);
        }
    }

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicInteger begun = new AtomicInteger();
    private final ConcurrentLinkedQueue<Shot> shots = new ConcurrentLinkedQueue<>();
    private final List<Thread> workers = new ArrayList<>();
    private final IntSupplier port;
    private final IntFunction<Target> targets;
    private final int maxRequests;
    private final long pauseNs;
    private final long startNs = System.nanoTime();

    private Load(IntSupplier port, IntFunction<Target> targets, int maxRequests, long pauseNs) {
        this.port = port;
        this.targets = targets;
        this.maxRequests = maxRequests;
        this.pauseNs = pauseNs;
    }

    /**
     * Begins.
     *
     * @param perSecond at most so many requests a second on all connections together
     * @param targets what to send as the n-th request, from 0
     */
    public static Load on(int port, int connections, int perSecond, IntFunction<Target> targets) {
        return on(() -> port, connections, perSecond, targets);
    }

    /** The same where the port may change: it is asked for each connection. */
    public static Load on(IntSupplier port, int connections, int perSecond, IntFunction<Target> targets) {
        Load load = new Load(port, targets, 60 * perSecond, 1_000_000_000L * connections / perSecond);
        for (int i = 0; i < connections; i++) {
            Thread worker = new Thread(load::work, "load-" + i);
            worker.setDaemon(true);
            load.workers.add(worker);
        }
        load.workers.forEach(Thread::start);
        return load;
    }

    private void work() {
        HttpConnection connection = null;
        while (!stopped.get() && System.nanoTime() - startNs < MAX_NS) {
            if (connection == null) {
                connection = open();
                continue;
            }
            int number = begun.getAndIncrement();
            if (number >= maxRequests) {
                break;
            }
            Shot shot = shoot(connection, targets.apply(number));
            shots.add(shot);
            Answer answer = shot.answer();
            if (answer == null || answer.closesConnection()) {
                close(connection);
                connection = null;
            }
            long leftNs = pauseNs - (System.nanoTime() - shot.startNs());
            if (leftNs > 0) {
                LockSupport.parkNanos(leftNs);
            }
        }
        if (connection != null) {
            close(connection);
        }
    }

    private @Nullable HttpConnection open() {
        try {
            return new HttpConnection(port.getAsInt(), READ_TIMEOUT_MS);
        } catch (IOException e) {
            LockSupport.parkNanos(RECONNECT_NS);
            return null;
        }
    }

    private static void close(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // Nothing more is asked of it.
        }
    }

    private static Shot shoot(HttpConnection connection, Target target) {
        long startNs = System.nanoTime();
        boolean sent = false;
        try {
            byte[] body = target.method().equals("POST") ? target.key().getBytes(StandardCharsets.UTF_8) : new byte[0];
            connection.send(target.method(), target.path(), body, "Content-Type: application/x-www-form-urlencoded");
            sent = true;
            Answer answer = connection.read(target.method().equals("HEAD"));
            return new Shot(
                    target.method(),
                    target.path(),
                    target.key(),
                    startNs,
                    System.nanoTime(),
                    answer,
                    "",
                    true,
                    System.currentTimeMillis());
        } catch (IOException e) {
            String error = e + (connection.isAnswering() ? " (in an answer)" : "");
            return new Shot(
                    target.method(),
                    target.path(),
                    target.key(),
                    startNs,
                    System.nanoTime(),
                    null,
                    error,
                    sent,
                    System.currentTimeMillis());
        }
    }

    /** How many requests have ended. */
    public int done() {
        return shots.size();
    }

    /** Waits for so many more requests to end. */
    public Load awaitMore(int count) {
        int until = done() + count;
        Await.until(count + " more requests", () -> done() >= until);
        return this;
    }

    /** What has ended so far. */
    public List<Shot> shots() {
        return List.copyOf(shots);
    }

    /** Ends it: nothing new is sent, and what was sent is waited for. */
    public List<Shot> stop() {
        close();
        return shots();
    }

    @Override
    public void close() {
        stopped.set(true);
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
            try {
                worker.join(READ_TIMEOUT_MS + 5_000L);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

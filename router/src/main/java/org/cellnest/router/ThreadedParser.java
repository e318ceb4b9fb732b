package org.cellnest.router;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.cellnest.protocol.WireRecord;
import org.cellnest.router.broker.ParsedRegistration;
import org.cellnest.router.broker.RegistrationParser;
import org.cellnest.router.broker.RouteInfoInterner;

/**
 * Parses registrations on a thread of its own, so that a large one never delays a request. {@link #parse} is for the
 * broker's thread; {@code RouterHandshakes} bounds the waiting records, in bytes.
 */
final class ThreadedParser implements RegistrationParser, AutoCloseable {
    /** A parsed record with the token of its registration. */
    record Result(long token, ParsedRegistration parsed) {}

    private record Task(long token, WireRecord record) {}

    private static final long RETRY_NS = 1_000_000L;
    /** The idle time after which no registration is in progress, and interned values are dropped. */
    private static final long FORGET_MS = 1_000;

    private final LinkedBlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
    private final Predicate<Result> results;
    private final Thread thread;
    private volatile boolean closed;

    /** @param results accepts a result, or returns false if it has no room now; called on the parser's thread */
    ThreadedParser(Predicate<Result> results) {
        this.results = results;
        thread = new Thread(this::run, "router-parser");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void parse(int connection, long token, WireRecord record) {
        tasks.add(new Task(token, record));
    }

    private void run() {
        RouteInfoInterner texts = new RouteInfoInterner();
        while (!closed) {
            try {
                Task task = tasks.poll(FORGET_MS, TimeUnit.MILLISECONDS);
                if (task == null) {
                    texts.clear();
                    task = tasks.take();
                }
                texts.of(task.token());
                Result result = new Result(task.token(), ParsedRegistration.of(task.record(), texts));
                while (!closed && !results.test(result)) {
                    LockSupport.parkNanos(this, RETRY_NS);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

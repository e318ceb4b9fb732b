package org.cellnest.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cellnest.process.logging.ProcessLogging;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the end of a process and stops it. The end is either TERM or INT (the JVM's shutdown) or a fatal error.
 * {@link #onFatal} may be called from any thread, {@link #onShutdown} from the shutdown hook, the rest from the main
 * thread.
 *
 * <pre>
 * STARTING -> RUNNING -> STOPPING
 *     |                     ^
 *     +---------------------+
 * </pre>
 */
final class Lifetime implements FatalHandler {
    private enum State {
        STARTING,
        RUNNING,
        STOPPING
    }

    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private final String name;
    private final Consumer<String> complaints;
    private final CompletableFuture<String> fatal = new CompletableFuture<>();

    private volatile Supplier<@Nullable String> shutdownExplanation = () -> null;
    private State state = State.STARTING;
    private @Nullable NestProcess process;

    Lifetime(String name, Consumer<String> complaints) {
        this.name = name;
        this.complaints = complaints;
    }

    synchronized void started(NestProcess started) {
        process = started;
        if (state == State.STARTING) {
            state = State.RUNNING;
        }
    }

    /** Records that the start has failed, so that the shutdown hook, which runs later, does nothing. */
    synchronized int startFailed(int code) {
        state = State.STOPPING;
        return code;
    }

    @Override
    public void onFatal(String message, @Nullable Throwable cause) {
        if (fatal.complete(message)) {
            ProcessLogging.fileOnly().error(message, cause);
        }
    }

    @Override
    public void explainShutdown(Supplier<@Nullable String> explanation) {
        shutdownExplanation = explanation;
    }

    /** Waits until the process has died, then stops it as far as possible. Never returns after a request to stop. */
    int awaitFatal() {
        String message = fatal.join();
        complaints.accept(message);
        NestProcess dying = process();
        if (dying != null && claimEnd()) {
            stopWithinLimit(dying);
        }
        return ExitCode.FAILED;
    }

    /** Stops the process after TERM or INT, and ends the JVM with the code of the outcome. */
    void onShutdown() {
        if (!claimEnd()) {
            return;
        }
        NestProcess running = process();
        int code = ExitCode.STOPPED;
        String explanation = explanation();
        if (explanation != null) {
            complaints.accept(explanation);
            code = ExitCode.FAILED;
        }
        LOG.info("{} stopping", name);
        // Null while it still starts: then nothing has been promised to anyone.
        if (running != null && !stopWithinLimit(running)) {
            complaints.accept("did not stop within " + running.stopLimit().toMillis() / 1000.0 + " s and was ended");
            code = ExitCode.FAILED;
        }
        if (fatal.isDone()) {
            code = ExitCode.FAILED;
        }
        LOG.info("{} stopped", name);
        ProcessLogging.stop();
        // Otherwise the JVM would report the signal (143) for what was a clean stop.
        Runtime.getRuntime().halt(code);
    }

    private @Nullable String explanation() {
        try {
            return shutdownExplanation.get();
        } catch (RuntimeException e) { // the process is to stop all the same
            ProcessLogging.fileOnly().error("could not find out what ends the JVM", e);
            return null;
        }
    }

    /** Returns true to only one caller, which must stop the process. */
    private synchronized boolean claimEnd() {
        boolean first = state != State.STOPPING;
        state = State.STOPPING;
        return first;
    }

    private synchronized @Nullable NestProcess process() {
        return process;
    }

    private static boolean stopWithinLimit(NestProcess process) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        Thread stopper = new Thread(
                () -> {
                    try {
                        process.stop();
                        stopped.complete(null);
                    } catch (RuntimeException | Error e) {
                        stopped.completeExceptionally(e);
                    }
                },
                "stop");
        stopper.setDaemon(true);
        stopper.start();
        try {
            stopped.get(process.stopLimit().toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            ProcessLogging.fileOnly().error("could not stop cleanly", e.getCause());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

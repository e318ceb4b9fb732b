package org.cellnest.demo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Answers;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Route;
import org.cellnest.demo.DemoSetup.DemoSettings;

/** Shows slow and failing routes. */
public final class Trouble {
    private final int maxSleepMs;
    private final CellContext context;

    /**
     * Creates the routes.
     *
     * @param settings provided by {@link DemoSetup}
     */
    public Trouble(DemoSettings settings, CellContext context) {
        this.maxSleepMs = settings.maxSleepMs();
        this.context = context;
    }

    /**
     * Blocks, which is fine, since each request has a thread. The thread is interrupted once no client waits for the
     * answer.
     */
    @Route(value = "/api/slow", timeoutMs = 15_000, description = "Answers after some milliseconds")
    public String slow(@Description("How long, in milliseconds") @Default("1000") int ms) throws InterruptedException {
        int sleepMs = Math.max(0, Math.min(ms, maxSleepMs));
        Thread.sleep(sleepMs);
        return "slept " + sleepMs + " ms";
    }

    /** Returns a stage, which the nest awaits without a thread. */
    @Route(value = "/api/later", description = "Answers from another thread")
    public CompletionStage<String> later() {
        return CompletableFuture.supplyAsync(
                () -> "computed by " + Thread.currentThread().getName(), context.executor());
    }

    /** Throws an unexpected exception: the client sees a reference, the log all details. */
    @Route(value = "/api/fail", description = "Throws what nobody expected")
    public String fail(@Description("0 fails") @Default("0") int divisor) {
        return "100 / " + divisor + " = " + 100 / divisor;
    }

    /** Throws an error that is meant for the client. */
    @Route(value = "/api/tea", description = "Answers with a problem of its own")
    @Answers(status = 418, description = "The pot is not for tea")
    public String tea(@Description("What it is for: tea, or anything else") @Default("coffee") String pot) {
        if (!pot.equals("tea")) {
            throw new Problem(418, "This pot is for " + pot + ".")
                    .title("I'm a teapot")
                    .with("pot", pot);
        }
        return "here you are";
    }
}

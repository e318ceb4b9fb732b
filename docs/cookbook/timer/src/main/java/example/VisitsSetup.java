package example;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Runs a task periodically for as long as the deployment lives, on a thread that ends with it. */
public final class VisitsSetup implements CellSetup {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    @Override
    public void setUp(CellContext context) {
        VisitCounter counter = new VisitCounter();
        context.provide(VisitCounter.class, counter);
        long periodMs = context.settings().duration("visits.period").toMillis();
        ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, context.deployment() + "-timer"));
        context.onClose(() -> {
            timer.shutdownNow();
            if (!timer.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                context.logger().log(Level.WARNING, "The timer has not stopped within {0}", STOP_LIMIT);
            }
        });
        context.onStart(() -> timer.scheduleAtFixedRate(
                () -> endPeriod(context, counter), periodMs, periodMs, TimeUnit.MILLISECONDS));
    }

    /** Catches exceptions: a task that throws is not run again. */
    private static void endPeriod(CellContext context, VisitCounter counter) {
        try {
            counter.endPeriod();
        } catch (RuntimeException e) {
            context.logger().log(Level.ERROR, "The period could not be ended", e);
        }
    }
}

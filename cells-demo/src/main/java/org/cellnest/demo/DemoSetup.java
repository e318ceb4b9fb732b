package org.cellnest.demo;

import java.io.IOException;
import java.time.Clock;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;
import org.cellnest.cell.Default;

/** Reads the demo's settings and creates the objects that its route classes share. */
public final class DemoSetup implements CellSetup {
    /**
     * A record of the section {@code demo} of {@code META-INF/cell/defaults.conf}, which {@code demo.conf} beside the
     * jar overrides.
     *
     * @param maxOrders the maximum number of orders kept
     * @param maxSleepMs the longest sleep of the slow route, in milliseconds
     * @param maxFiles the maximum number of uploaded files kept
     * @param maxFileMib the size of the largest file kept, in MiB
     */
    public record DemoSettings(
            @Default("100") int maxOrders,
            @Default("10000") int maxSleepMs,
            @Default("4") int maxFiles,
            @Default("64") int maxFileMib) {
        public DemoSettings {
            if (maxOrders < 1 || maxOrders > 10_000) {
                throw new IllegalArgumentException("max-orders: " + maxOrders + " (expected: 1 to 10000)");
            }
            if (maxSleepMs < 0 || maxSleepMs > 60_000) {
                throw new IllegalArgumentException("max-sleep-ms: " + maxSleepMs + " (expected: 0 to 60000)");
            }
            if (maxFiles < 1 || maxFiles > 100) {
                throw new IllegalArgumentException("max-files: " + maxFiles + " (expected: 1 to 100)");
            }
            if (maxFileMib < 0 || maxFileMib > 1_024) {
                throw new IllegalArgumentException("max-file-mib: " + maxFileMib + " (expected: 0 to 1024)");
            }
        }
    }

    @Override
    public void setUp(CellContext context) throws IOException {
        DemoSettings settings = context.settings().section("demo").bind(DemoSettings.class);
        context.provide(DemoSettings.class, settings);
        context.provide(OrderBook.class, new OrderBook(settings.maxOrders(), Clock.systemUTC()));
        FileShelf shelf = FileShelf.create(settings.maxFiles(), (long) settings.maxFileMib() << 20);
        context.provide(FileShelf.class, shelf);
        context.onClose(shelf::close);
        context.onStart(() ->
                context.logger().log(System.Logger.Level.INFO, "The demo remembers {0} orders", settings.maxOrders()));
    }
}

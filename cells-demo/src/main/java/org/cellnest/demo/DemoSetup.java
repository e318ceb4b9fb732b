package org.cellnest.demo;

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
     */
    public record DemoSettings(
            @Default("100") int maxOrders, @Default("10000") int maxSleepMs) {
        public DemoSettings {
            if (maxOrders < 1 || maxOrders > 10_000) {
                throw new IllegalArgumentException("max-orders: " + maxOrders + " (expected: 1 to 10000)");
            }
            if (maxSleepMs < 0 || maxSleepMs > 60_000) {
                throw new IllegalArgumentException("max-sleep-ms: " + maxSleepMs + " (expected: 0 to 60000)");
            }
        }
    }

    @Override
    public void setUp(CellContext context) {
        DemoSettings settings = context.settings().section("demo").bind(DemoSettings.class);
        context.provide(DemoSettings.class, settings);
        context.provide(OrderBook.class, new OrderBook(settings.maxOrders(), Clock.systemUTC()));
        context.onStart(() ->
                context.logger().log(System.Logger.Level.INFO, "The demo remembers {0} orders", settings.maxOrders()));
    }
}

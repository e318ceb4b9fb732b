package example;

import java.time.Clock;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Provides the parts that a test may replace. */
public final class OffersSetup implements CellSetup {
    @Override
    public void setUp(CellContext context) {
        context.provide(Clock.class, Clock.systemDefaultZone());
    }
}

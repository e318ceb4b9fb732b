package example;

import java.time.Clock;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Provides what a test may want to choose. */
public final class OffersSetup implements CellSetup {
    @Override
    public void setUp(CellContext context) {
        context.provide(Clock.class, Clock.systemDefaultZone());
    }
}

package example;

import java.util.Map;
import org.cellnest.cell.Route;

/** Reports the visits of this period and of the one before it. */
public final class Visits {
    private final VisitCounter counter;

    Visits(VisitCounter counter) {
        this.counter = counter;
    }

    @Route("/visits")
    public Map<String, Long> visits() {
        return Map.of("visit", counter.visit(), "last-period", counter.last());
    }
}

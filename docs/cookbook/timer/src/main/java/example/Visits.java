package example;

import java.util.Map;
import org.cellnest.cell.Route;

/** Says how many visits this period and the one before it have seen. */
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

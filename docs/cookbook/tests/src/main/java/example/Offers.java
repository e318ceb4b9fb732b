package example;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Route;

/** Prices, which are lower on Mondays. */
public final class Offers {
    public record Offer(long cents, boolean reduced) {}

    private final Clock clock;
    private final int discountPercent;

    public Offers(CellContext context, Clock clock) {
        this.clock = clock;
        discountPercent = context.settings().integer("offers.discount-percent");
    }

    @Route("/offers")
    public Offer offer(long cents) {
        if (cents <= 0) {
            throw new Problem(400, "cents: " + cents + " (expected: above 0)");
        }
        boolean reduced = LocalDate.now(clock).getDayOfWeek() == DayOfWeek.MONDAY;
        return new Offer(reduced ? cents * (100 - discountPercent) / 100 : cents, reduced);
    }
}

package example;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;

/** Logs through the logger of its deployment, which writes to the log of the cell process. */
public final class ParcelsCell {
    private static final int MOST_GRAMS = 30_000;

    private final Logger log;

    public ParcelsCell(CellContext context) {
        log = context.logger();
    }

    @Route(value = "/parcels/{number:\\d{1,12}}", methods = "PUT")
    public void arrive(String number, int grams, Request request) {
        if (grams > MOST_GRAMS) {
            log.log(Level.WARNING, "Parcel {0} is too heavy", number);
            throw new Problem(400, "grams: " + grams + " (expected: at most " + MOST_GRAMS + ")");
        }
        log.log(Level.INFO, "Parcel {0} has arrived", number);
        log.log(Level.DEBUG, () -> "Composed only at this level: " + request.headers());
    }
}

package example;

import java.util.NoSuchElementException;
import org.cellnest.cell.Catches;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;

/** Says in HTTP what the exceptions of the shelf mean. */
public final class ShelfErrors {
    @Catches(NoSuchElementException.class)
    public Problem missing(NoSuchElementException e) {
        return new Problem(404, "no item " + e.getMessage());
    }

    @Catches(IllegalStateException.class)
    public Problem conflict(IllegalStateException e, Request request) {
        return new Problem(409, String.valueOf(e.getMessage())).with("path", request.path());
    }
}

package example;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;
import org.cellnest.cell.Filter;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Request;

/** Adds what all routes of the shelf have in common. */
public final class ShelfSetup implements CellSetup {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final long SLOW_MS = 500;

    @Override
    public void setUp(CellContext context) {
        // The first is outermost, so it measures the second as well.
        context.filter("/shelf/{path...}", (request, next) -> measured(context, request, next));
        byte[] expected = ("Bearer " + context.settings().string("shelf.token")).getBytes(StandardCharsets.UTF_8);
        context.filter("/shelf/{path...}", (request, next) -> guarded(expected, request, next));
    }

    private static Object measured(CellContext context, Request request, Filter.Next next) throws Exception {
        long began = System.nanoTime();
        try {
            return next.proceed();
        } finally {
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            if (tookMs >= SLOW_MS) {
                context.logger().log(Level.WARNING, "{0} {1}: {2} ms", request.method(), request.path(), tookMs);
            }
        }
    }

    /** Lets everybody read, and those alone write who know the token. */
    private static Object guarded(byte[] expected, Request request, Filter.Next next) throws Exception {
        byte[] given = request.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (READING.contains(request.method()) || MessageDigest.isEqual(expected, given)) {
            return next.proceed();
        }
        return new Problem(401, "no token, or a wrong one").header("www-authenticate", "Bearer");
    }
}

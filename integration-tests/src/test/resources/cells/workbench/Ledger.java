package workbench;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Default;
import org.cellnest.cell.Idempotent;
import org.cellnest.cell.Route;

/**
 * Writes down what is really run: a line {@code key event cell milliseconds} for each start and end, appended in one write
 * before anything is answered, so that it outlives a kill -9.
 */
@Route("/ledger")
public final class Ledger {
    private final FileOutputStream file;
    private final String cellId;

    public Ledger(CellContext context) throws IOException {
        file = new FileOutputStream(context.settings().string("ledger.file"), true);
        cellId = context.cellId();
        context.onClose(file::close);
    }

    @Route(value = "/{key}", methods = {"POST", "GET"})
    public String enter(String key, @Default("0") long ms) throws IOException {
        return run(key, ms);
    }

    @Route(value = "/idempotent/{key}", methods = "POST", idempotent = Idempotent.YES)
    public String enterOnceOrTwice(String key, @Default("0") long ms) throws IOException {
        return run(key, ms);
    }

    @Route(value = "/never-twice/{key}", methods = "GET", idempotent = Idempotent.NO)
    public String enterOnce(String key, @Default("0") long ms) throws IOException {
        return run(key, ms);
    }

    @Route(value = "/short/{key}", methods = {"POST", "GET"}, timeoutMs = 300)
    public String enterShort(String key, @Default("0") long ms) throws IOException {
        return run(key, ms);
    }

    private String run(String key, long ms) throws IOException {
        write(key, "start");
        if (ms > 0) {
            try {
                Thread.sleep(Math.min(ms, 30_000));
            } catch (InterruptedException e) {
                write(key, "interrupted");
                throw new IllegalStateException("interrupted", e);
            }
        }
        write(key, "end");
        return cellId;
    }

    private void write(String key, String event) throws IOException {
        String line = key + " " + event + " " + cellId + " " + System.currentTimeMillis() + "\n";
        file.write(line.getBytes(StandardCharsets.UTF_8));
    }
}

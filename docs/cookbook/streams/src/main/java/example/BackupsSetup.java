package example;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Makes the folder of the backups. */
public final class BackupsSetup implements CellSetup {
    /** The folder. */
    record Store(Path folder) {}

    @Override
    public void setUp(CellContext context) throws Exception {
        Path folder = Path.of(context.settings().string("backups.folder"));
        context.provide(Store.class, new Store(Files.createDirectories(folder)));
    }
}

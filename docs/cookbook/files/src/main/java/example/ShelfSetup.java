package example;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Finds the folder with the files before the first request. */
public final class ShelfSetup implements CellSetup {
    /** The folder, without links and relative parts. */
    record Shelf(Path folder) {}

    @Override
    public void setUp(CellContext context) throws Exception {
        Path folder = Path.of(context.settings().section("shelf").string("folder"));
        Files.createDirectories(folder);
        context.provide(Shelf.class, new Shelf(folder.toRealPath()));
    }
}

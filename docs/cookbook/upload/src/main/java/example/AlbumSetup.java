package example;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;

/** Makes the folder of the pictures. */
public final class AlbumSetup implements CellSetup {
    @Override
    public void setUp(CellContext context) throws Exception {
        Path folder = Path.of(context.settings().string("album.folder"));
        context.provide(Gallery.class, new Gallery(Files.createDirectories(folder)));
    }
}

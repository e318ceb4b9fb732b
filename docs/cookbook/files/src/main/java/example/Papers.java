package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Serves the files of a folder, and a count of them. */
@Route("/papers")
public final class Papers {
    private final Path folder;

    Papers(ShelfSetup.Shelf shelf) {
        folder = shelf.folder();
    }

    /** Sends a file as a browser shows it: whole, in ranges, or not at all if the browser has it. */
    @Route("/{name}")
    public Path paper(String name) {
        return inFolder(name);
    }

    /** Sends a file to be saved, under another name than its own. */
    @Route("/{name}/copy")
    public Response copy(String name) {
        return Response.download(inFolder(name), "copy of " + name).header("cache-control", "no-cache");
    }

    /** The tag changes with the answer, so that a client which has it gets 304. */
    @Route("/count")
    public Response count() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long count = files.count();
            return Response.ok(count).etag("\"" + count + "\"");
        }
    }

    /** The name comes from a client, so that it may be "..", or begin with a dot. */
    private Path inFolder(String name) {
        try {
            Path file = folder.resolve(name).normalize();
            if (!name.startsWith(".") && folder.equals(file.getParent())) {
                return file;
            }
        } catch (InvalidPathException e) {
            // No file can have that name.
        }
        throw new Problem(404, "");
    }
}

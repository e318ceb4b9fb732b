package example;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellnest.cell.Default;
import org.cellnest.cell.Route;
import org.cellnest.cell.Upload;
import org.cellnest.cell.Writing;

/** Takes and sends files of any size, and long lists. */
@Route("/backups")
public final class Backups {
    /** The answer to a file. */
    record Stored(String name, long bytes, String sha256) {}

    /** A row of a list. */
    record Square(int number, long square) {}

    private final Path folder;

    Backups(BackupsSetup.Store store) {
        folder = store.folder();
    }

    /** Keeps a file while it comes. An upload that is cut throws from the copy, and leaves nothing. */
    @Route(value = "/files/{name:[a-z0-9-]{1,60}}", methods = "PUT")
    public Stored put(String name, Upload upload) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Path part = Files.createTempFile(folder, "", ".part");
        try (InputStream in = new DigestInputStream(upload.stream(), digest)) {
            long bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return new Stored(name, bytes, HexFormat.of().formatHex(digest.digest()));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Sends a file, whole or in ranges. */
    @Route("/files/{name:[a-z0-9-]{1,60}}")
    public Path get(String name) {
        return folder.resolve(name);
    }

    /** Writes the names, one in a line, as the folder is read. */
    @Route(value = "/names", produces = "text/plain")
    public Writing names() {
        return out -> {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    out.write((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        };
    }

    /** Publishes objects, each of which becomes a line of JSON. */
    @Route("/squares")
    public Flow.Publisher<Square> squares(@Default("1000000") int upTo) {
        return new Items<>(IntStream.rangeClosed(1, upTo)
                .mapToObj(number -> new Square(number, (long) number * number))
                .iterator());
    }
}

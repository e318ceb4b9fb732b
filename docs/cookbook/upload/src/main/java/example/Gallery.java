package example;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.cellnest.cell.FormFile;

/** Keeps pictures in a folder, under names of its own. */
final class Gallery {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final Path folder;

    Gallery(Path folder) {
        this.folder = folder;
    }

    /** Judges by the first bytes: the type and the name of a file are only what the client says. */
    static boolean isPng(FormFile file) throws IOException {
        try (InputStream stream = file.stream()) {
            return Arrays.equals(PNG, stream.readNBytes(PNG.length));
        }
    }

    UUID add(FormFile picture) throws IOException {
        UUID id = UUID.randomUUID();
        picture.saveTo(file(id)); // appears in the folder when it is complete
        return id;
    }

    Optional<byte[]> picture(UUID id) throws IOException {
        return Files.exists(file(id)) ? Optional.of(Files.readAllBytes(file(id))) : Optional.empty();
    }

    private Path file(UUID id) {
        return folder.resolve(id + ".png");
    }
}

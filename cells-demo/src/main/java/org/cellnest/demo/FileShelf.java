package org.cellnest.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cellnest.cell.Upload;

/**
 * Keeps the latest small files in a folder, under names that no client chooses. Closing it deletes them. Any
 * thread.
 */
public final class FileShelf implements AutoCloseable {
    private final Path folder;
    private final int maxFiles;
    private final long maxFileBytes;
    /** The files by the names of clients, in the order of their arrival. */
    private final Map<String, Path> filesByName = new LinkedHashMap<>();

    private FileShelf(Path folder, int maxFiles, long maxFileBytes) {
        this.folder = folder;
        this.maxFiles = maxFiles;
        this.maxFileBytes = maxFileBytes;
    }

    /**
     * Creates an empty shelf with a temporary folder of its own.
     *
     * @param maxFiles the number of files kept; the oldest make room
     * @param maxFileBytes the length of the longest file kept; longer ones are read and not kept
     */
    static FileShelf create(int maxFiles, long maxFileBytes) throws IOException {
        return in(Files.createTempDirectory("cellnest-demo-files."), maxFiles, maxFileBytes);
    }

    /** Creates an empty shelf as {@link #create} does, with an empty folder that it then owns. */
    static FileShelf in(Path folder, int maxFiles, long maxFileBytes) {
        return new FileShelf(folder, maxFiles, maxFileBytes);
    }

    /** Reads an upload of any length, and keeps it if its announced length permits that. */
    Stored put(String name, Upload upload) throws IOException {
        if (upload.length() < 0 || upload.length() > maxFileBytes) {
            Sha256 sha256 = new Sha256();
            upload.stream().transferTo(sha256);
            return new Stored(name, sha256.bytes(), sha256.hex(), false);
        }
        Path file = Files.createTempFile(folder, "file-", null);
        boolean placed = false;
        try {
            upload.saveTo(file); // throws if the client breaks off
            Sha256 sha256 = new Sha256();
            Files.copy(file, sha256);
            place(name, file);
            placed = true;
            return new Stored(name, sha256.bytes(), sha256.hex(), true);
        } finally {
            if (!placed) {
                Files.deleteIfExists(file);
            }
        }
    }

    private synchronized void place(String name, Path file) throws IOException {
        Path before = filesByName.remove(name);
        if (before != null) {
            Files.deleteIfExists(before);
        }
        if (filesByName.size() == maxFiles) {
            Iterator<Path> eldest = filesByName.values().iterator();
            Files.deleteIfExists(eldest.next());
            eldest.remove();
        }
        filesByName.put(name, file);
    }

    /** Returns the file of this name, if it is still kept. */
    synchronized Optional<Path> get(String name) {
        return Optional.ofNullable(filesByName.get(name));
    }

    @Override
    public synchronized void close() throws IOException {
        for (Path file : filesByName.values()) {
            Files.deleteIfExists(file);
        }
        filesByName.clear();
        Files.deleteIfExists(folder);
    }
}

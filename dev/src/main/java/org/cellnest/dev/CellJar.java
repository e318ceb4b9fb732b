package org.cellnest.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a jar beside the one that it will replace, under a name that cells ignore. The same files produce the same
 * bytes. For one thread.
 */
final class CellJar {
    private static final String NAME = "Cellnest-Name";
    private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final Path jar;
    private final Path incoming;
    private String digest = "";

    /**
     * Creates a writer.
     *
     * @param jar the jar in the deploy directory
     */
    CellJar(Path jar) {
        this.jar = jar;
        this.incoming = jar.resolveSibling("." + jar.getFileName());
    }

    /**
     * Writes the jar.
     *
     * @param name the name of the deployment
     * @param filesByEntry the files, by their names in the jar
     * @return the SHA-256 digest of the jar, in hexadecimal
     */
    String pack(String name, SortedMap<String, Path> filesByEntry) throws IOException {
        MessageDigest sha256 = sha256();
        try (OutputStream file = Files.newOutputStream(incoming);
                ZipOutputStream zip = new ZipOutputStream(new DigestOutputStream(file, sha256))) {
            // It is read once, by this machine.
            zip.setLevel(Deflater.NO_COMPRESSION);
            put(zip, JarFile.MANIFEST_NAME);
            manifest(name, filesByEntry.get(JarFile.MANIFEST_NAME)).write(zip);
            zip.closeEntry();
            for (Map.Entry<String, Path> entry : filesByEntry.entrySet()) {
                if (!entry.getKey().equals(JarFile.MANIFEST_NAME)) {
                    put(zip, entry.getKey());
                    Files.copy(entry.getValue(), zip);
                    zip.closeEntry();
                }
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Moves the packed jar into place. */
    void place(String packed) throws IOException {
        digest = packed;
        Files.move(incoming, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes the packed jar. */
    void drop() throws IOException {
        Files.deleteIfExists(incoming);
    }

    /** Whether the packed jar equals the jar that was placed last. */
    boolean isPlaced(String packed) {
        return packed.equals(digest);
    }

    private static Manifest manifest(String name, @org.jspecify.annotations.Nullable Path own) throws IOException {
        Manifest manifest = new Manifest();
        if (own != null) {
            try (var in = Files.newInputStream(own)) {
                manifest.read(in);
            }
        }
        manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(NAME, name);
        return manifest;
    }

    private static void put(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}

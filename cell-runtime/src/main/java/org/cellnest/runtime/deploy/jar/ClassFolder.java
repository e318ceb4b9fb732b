package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;

/**
 * Lists the files of a class folder, which stands for a jar, and of its subfolders. Links are followed. Immutable.
 *
 * @param attributesByFile in the order of the files' names
 */
record ClassFolder(Map<Path, BasicFileAttributes> attributesByFile) {
    static final int MAX_FILES = 20_000;

    /** @throws IOException naming the first entry that stands in the way, such as a link to nothing */
    static ClassFolder read(Path folder) throws IOException {
        Map<Path, BasicFileAttributes> found = new TreeMap<>();
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (attributes.isRegularFile()) {
                            check(folder, file, found.size());
                            found.put(file, attributes);
                        } else if (!String.valueOf(file.getFileName()).startsWith(".")) {
                            String kind =
                                    attributes.isSymbolicLink() ? "a link to nothing" : "neither a file nor a folder";
                            throw new IOException(folder.relativize(file) + " is " + kind);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                        if (e instanceof NoSuchFileException && !file.equals(folder)) {
                            return FileVisitResult.CONTINUE; // it went while the folder was read
                        }
                        throw e;
                    }
                });
        return new ClassFolder(found);
    }

    private static void check(Path folder, Path file, int before) throws IOException {
        if (!FileNames.isSpelled(file)) {
            throw new IOException(FileNames.escaped(file) + " in it cannot be spelled by this cell's locale");
        }
        if (before == MAX_FILES) {
            throw new IOException("more than " + MAX_FILES + " files in " + folder.getFileName());
        }
    }

    /** Returns the identity of the whole folder, which changes with every change of a file. */
    FileStamp sighting(Path folder, String fileName) throws IOException {
        long bytes = 0;
        long modifiedUs = 0;
        StringBuilder all = new StringBuilder();
        for (Map.Entry<Path, BasicFileAttributes> entry : attributesByFile.entrySet()) {
            Path file = entry.getKey();
            BasicFileAttributes attributes = entry.getValue();
            long fileModifiedUs = attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS);
            bytes += attributes.size();
            modifiedUs = Math.max(modifiedUs, fileModifiedUs);
            all.append(folder.relativize(file)).append('\0').append(attributes.size());
            all.append(' ').append(fileModifiedUs).append(' ').append(identity(file, attributes));
            all.append('\0');
        }
        String identity = HexFormat.of().formatHex(Digests.sha256(all.toString().getBytes(StandardCharsets.UTF_8)));
        return new FileStamp(fileName, Kind.CLASSES, bytes, modifiedUs, identity);
    }

    private static String identity(Path file, BasicFileAttributes attributes) throws IOException {
        try {
            return FileIdentity.of(file, attributes);
        } catch (NoSuchFileException e) {
            return "gone";
        }
    }
}

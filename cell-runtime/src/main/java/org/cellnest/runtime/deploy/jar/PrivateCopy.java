package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Names the files of a deployment's own copy of its jar, beside which the jars of its {@code META-INF/lib/} are
 * unpacked. Class loaders read the copy, since a jar that is overwritten in place breaks them.
 *
 * @param folder holds nothing else and goes with the deployment
 * @param jar the copy; a folder of classes becomes a jar here
 * @param libraries in the order of their names
 * @param digest of the jar
 */
public record PrivateCopy(Path folder, Path jar, List<Path> libraries, String digest) {
    private static final String LIB = "META-INF/lib/";
    private static final int MAX_LIBRARIES = 500;
    private static final long MAX_LIBRARY_BYTES = 1L << 30;

    /** Copies a jar or a folder of classes; {@code folder} is empty and becomes the copy's. */
    public static PrivateCopy make(Path source, Path folder) throws IOException, DeploymentException {
        Path jar = folder.resolve("cell.jar");
        if (Files.isDirectory(source)) {
            pack(source, jar);
        } else {
            Files.copy(source, jar);
        }
        return new PrivateCopy(folder, jar, unpackLibraries(jar, folder.resolve("lib")), Digests.of(jar));
    }

    /** Returns the URLs for a class loader, the jar itself first. */
    public List<URL> urls() {
        List<URL> urls = new ArrayList<>();
        try {
            urls.add(url(jar));
            for (Path library : libraries) {
                urls.add(url(library));
            }
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file without a URL: " + folder, e);
        }
        return urls;
    }

    /**
     * Returns a file's URL with each exclamation mark encoded: before a slash it would end the jar's part of the URL of
     * an entry.
     */
    private static URL url(Path file) throws MalformedURLException {
        return new URL(file.toUri().toString().replace("!", "%21"));
    }

    public void delete() {
        WorkDirectory.deleteTree(folder);
    }

    private static void pack(Path source, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : ClassFolder.read(source).attributesByFile().keySet()) {
                String name = source.relativize(file).toString();
                zip.putNextEntry(new ZipEntry(name.replace(java.io.File.separatorChar, '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    private static List<Path> unpackLibraries(Path jar, Path lib) throws IOException, DeploymentException {
        List<Path> libraries = new ArrayList<>();
        long bytesLeft = MAX_LIBRARY_BYTES;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!isLibrary(entry.getName())) {
                    continue;
                }
                if (libraries.size() == MAX_LIBRARIES) {
                    throw new DeploymentException("more than " + MAX_LIBRARIES + " jars in " + LIB);
                }
                Files.createDirectories(lib);
                Path library = lib.resolve(entry.getName().substring(LIB.length()));
                try (InputStream in = zip.getInputStream(entry)) {
                    bytesLeft -= copyAtMost(in, library, bytesLeft);
                }
                libraries.add(library);
            }
        }
        libraries.sort(null);
        return List.copyOf(libraries);
    }

    /**
     * Whether an entry is a library. Its name must have no folder, so that the file can only be created in this copy's
     * folder.
     */
    private static boolean isLibrary(String entry) {
        return entry.startsWith(LIB)
                && entry.endsWith(FileNames.JAR)
                && entry.indexOf('/', LIB.length()) < 0
                && entry.indexOf('\\') < 0;
    }

    private static long copyAtMost(InputStream in, Path target, long most) throws IOException, DeploymentException {
        long copied = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                copied += read;
                if (copied > most) {
                    throw new DeploymentException(
                            "jars of more than " + MAX_LIBRARY_BYTES + " bytes together in " + LIB);
                }
                out.write(buffer, 0, read);
            }
        }
        return copied;
    }
}

package org.cellnest.runtime.deploy.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a jar's name, version and options from its manifest, or else from its file's name.
 *
 * @param name of the deployment: {@code Cellnest-Name}, else the file's name without version and suffix
 * @param version {@code Cellnest-Version}, else the version at the end of the file's name, else {@code
 *     Implementation-Version}
 * @param api the cell API it was made for: {@code Cellnest-Api}, else 1
 * @param stopFirst whether the version before stops before this one starts: {@code Cellnest-Update-Order}
 */
public record JarManifest(String name, Version version, int api, boolean stopFirst) {
    /** The newest cell API that this runtime offers. */
    static final int NEWEST_API = 1;

    private static final int MAX_BYTES = 1 << 20;
    private static final String NAME = "Cellnest-Name";
    private static final String VERSION = "Cellnest-Version";
    private static final String API = "Cellnest-Api";
    private static final String UPDATE_ORDER = "Cellnest-Update-Order";

    /** Reads the manifest of a jar, or a folder of classes, that is known by the name of the file it came from. */
    public static JarManifest read(Path jar, String fileName) throws DeploymentException {
        try {
            Manifest manifest = Files.isDirectory(jar) ? inFolder(jar) : inJar(jar);
            return of(manifest == null ? new Attributes() : manifest.getMainAttributes(), fileName);
        } catch (IOException e) {
            throw new DeploymentException("its manifest cannot be read: " + IoReasons.of(e), e);
        }
    }

    private static @Nullable Manifest inJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
            if (entry == null) {
                entry = zip.stream()
                        .filter(one -> one.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME))
                        .findFirst()
                        .orElse(null);
            }
            if (entry == null) {
                return null;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return bounded(in);
            }
        }
    }

    /** Limits the manifest, which may be of any size in a small jar. */
    private static Manifest bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        return new Manifest(new ByteArrayInputStream(bytes));
    }

    private static @Nullable Manifest inFolder(Path folder) throws IOException {
        Path file = folder.resolve(JarFile.MANIFEST_NAME);
        if (!Files.exists(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return bounded(in);
        }
    }

    private static JarManifest of(Attributes attributes, String fileName) throws DeploymentException {
        String name = text(attributes, NAME);
        String named = name.isEmpty() ? FileNames.deployment(fileName) : name;
        if (!FileNames.DEPLOYMENT_NAME.matcher(named).matches()) {
            throw new DeploymentException("deployment name " + named + " (expected: "
                    + FileNames.DEPLOYMENT_NAME_EXPECTED + "; set " + NAME + " in the manifest)");
        }
        return new JarManifest(
                named,
                version(attributes, fileName),
                api(text(attributes, API)),
                stopFirst(text(attributes, UPDATE_ORDER)));
    }

    private static boolean stopFirst(String declared) throws DeploymentException {
        return switch (declared) {
            case "", "start-first" -> false;
            case "stop-first" -> true;
            default ->
                throw new DeploymentException(
                        UPDATE_ORDER + ": " + declared + " (expected: start-first or stop-first)");
        };
    }

    private static Version version(Attributes attributes, String fileName) {
        String declared = text(attributes, VERSION);
        if (!declared.isEmpty()) {
            return new Version(declared);
        }
        Version inFileName = FileNames.version(fileName);
        return inFileName.equals(Version.NONE)
                ? new Version(text(attributes, Attributes.Name.IMPLEMENTATION_VERSION.toString()))
                : inFileName;
    }

    private static int api(String declared) throws DeploymentException {
        int api;
        try {
            api = declared.isEmpty() ? 1 : Integer.parseInt(declared);
        } catch (NumberFormatException e) {
            throw new DeploymentException(API + ": " + declared + " (expected: a whole number)", e);
        }
        if (api < 1 || api > NEWEST_API) {
            throw new DeploymentException(API + ": " + declared + " (expected: 1 to " + NEWEST_API
                    + "; the jar was made for a newer Cellnest)");
        }
        return api;
    }

    private static String text(Attributes attributes, String name) {
        String value = attributes.getValue(name);
        return value == null ? "" : value.strip();
    }
}

package org.cellnest.process.ops;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves files of the class path below a path of the ops port. Files are cached forever, since their number is fixed
 * when the jar is packed. Any thread; the first request for a file reads it.
 */
final class OpsResources {
    /**
     * A file.
     *
     * @param etag quoted, as in headers
     */
    record Resource(String contentType, String etag, byte[] body) {}

    private static final String INDEX = "index.html";
    /** The form of file names. No segment begins with a dot, so no name leads upwards or to a hidden file. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html;charset=utf-8"),
            Map.entry("css", "text/css;charset=utf-8"),
            Map.entry("js", "text/javascript;charset=utf-8"),
            Map.entry("mjs", "text/javascript;charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain;charset=utf-8"));

    private final String urlPrefix;
    private final ClassLoader loader;
    private final String folder;
    private final Map<String, Resource> byName = new ConcurrentHashMap<>();

    /**
     * Creates a folder of files.
     *
     * @param urlPrefix begins and ends with a slash
     * @param folder on the class path, without a slash at either end
     */
    OpsResources(String urlPrefix, ClassLoader loader, String folder) {
        this.urlPrefix = urlPrefix;
        this.loader = loader;
        this.folder = folder;
    }

    /** Whether a path lies below the prefix. */
    boolean covers(String path) {
        return path.startsWith(urlPrefix);
    }

    /** Returns the file of a path, or null if there is none. */
    @Nullable
    Resource find(String path) throws IOException {
        String name = path.substring(urlPrefix.length());
        if (name.isEmpty()) {
            name = INDEX;
        }
        int dot = name.lastIndexOf('.');
        String contentType = dot < 0 ? null : TYPES.get(name.substring(dot + 1));
        if (contentType == null || !NAME.matcher(name).matches()) {
            return null;
        }
        Resource known = byName.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = loader.getResourceAsStream(folder + "/" + name)) {
            if (in == null) {
                return null;
            }
            byte[] body = in.readAllBytes();
            Resource read = new Resource(contentType, etag(body), body);
            byName.put(name, read);
            return read;
        }
    }

    private static String etag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

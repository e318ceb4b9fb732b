package org.cellnest.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Locates the programs of the distribution that the bench needs; it installs none.
 *
 * @param wrk the load generator; the bench needs it
 * @param nginx a peer, or null
 * @param haproxy a peer, or null
 */
record Tools(
        @Nullable Path wrk, @Nullable Path nginx, @Nullable Path haproxy) {
    static Tools find() {
        return new Tools(find("wrk"), find("nginx"), find("haproxy"));
    }

    /** Returns the missing programs, a line for each. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        if (wrk == null) {
            missing.add("wrk: not found (expected: on the PATH; the distribution's package wrk)");
        }
        if (nginx == null) {
            missing.add("nginx: not found, measured without it (expected: the distribution's package nginx-light)");
        }
        if (haproxy == null) {
            missing.add("haproxy: not found, measured without it (expected: the distribution's package haproxy)");
        }
        return missing;
    }

    private static @Nullable Path find(String name) {
        String path = System.getenv("PATH");
        // Where servers lie, which is not on everybody's PATH.
        String folders = (path == null ? "" : path + File.pathSeparator)
                + String.join(File.pathSeparator, "/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin");
        for (String folder : folders.split(File.pathSeparator, -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                return file.toAbsolutePath();
            }
        }
        return null;
    }
}

package org.cellnest.dev;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Creates snapshots of projects that do not exist on disk. */
final class Snapshots {
    private Snapshots() {}

    /**
     * Returns a snapshot.
     *
     * @param files {@code name=second} of their last change; the suffix decides the folder of a file
     */
    static Snapshot of(String... files) {
        return new Snapshot(
                tree("src", files, name -> name.endsWith(".java")),
                tree("resources", files, name -> name.endsWith(".txt")),
                tree("classes", files, name -> name.endsWith(".class")),
                tree("lib", files, name -> name.endsWith(".jar")),
                tree("", files, name -> name.endsWith(".conf")));
    }

    private static FileTree tree(String root, String[] files, Predicate<String> counts) {
        SortedMap<String, FileTree.Stamp> stamps = new TreeMap<>();
        for (String file : files) {
            int equals = file.indexOf('=');
            String name = file.substring(0, equals);
            if (counts.test(name)) {
                long second = Long.parseLong(file.substring(equals + 1));
                stamps.put(name, new FileTree.Stamp(1, FileTime.fromMillis(second * 1000), null));
            }
        }
        return new FileTree(Path.of(root), stamps);
    }
}

package org.cellnest.dev;

import org.jspecify.annotations.Nullable;

/**
 * What a project's next version is made of. Two equal plans make the same version.
 *
 * @param origin what its classes come from
 * @param made what it is made of; what does not go into it is left out
 */
record BuildPlan(Origin origin, Snapshot made) {
    enum Origin {
        /** The sources, compiled here. */
        SOURCES,
        /** The folder of classes. */
        CLASSES,
        /** There is neither. */
        NOTHING
    }

    /**
     * Chooses between sources and classes: those that were changed last, if they fit, else the others.
     *
     * @param seen the project at rest
     * @param before what it was when the plan before was made; null for the first
     * @param previous the plan before; null for the first
     */
    static BuildPlan of(Mode mode, Snapshot seen, @Nullable Snapshot before, @Nullable BuildPlan previous) {
        return switch (mode) {
            case COMPILE -> seen.hasSources() ? sources(seen) : nothing(seen);
            case CLASSES -> seen.hasClasses() ? classes(seen) : nothing(seen);
            case NEWEST -> newest(seen, before, previous);
        };
    }

    private static BuildPlan newest(Snapshot seen, @Nullable Snapshot before, @Nullable BuildPlan previous) {
        if (!seen.hasSources()) {
            return seen.hasClasses() ? classes(seen) : nothing(seen);
        }
        if (!seen.hasClasses()) {
            return sources(seen);
        }
        if (before == null || previous == null || !seen.classes().equals(before.classes())) {
            return seen.isCompiled() ? classes(seen) : sources(seen);
        }
        boolean written =
                !seen.sources().equals(before.sources()) || !seen.resources().equals(before.resources());
        return written || previous.origin() != Origin.CLASSES ? sources(seen) : classes(seen);
    }

    private static BuildPlan sources(Snapshot seen) {
        FileTree bundled = only(seen.classes(), true);
        return new BuildPlan(
                Origin.SOURCES, new Snapshot(seen.sources(), seen.resources(), bundled, seen.libraries(), seen.conf()));
    }

    private static BuildPlan classes(Snapshot seen) {
        return new BuildPlan(
                Origin.CLASSES,
                new Snapshot(
                        only(seen.sources(), false),
                        only(seen.resources(), false),
                        seen.classes(),
                        seen.libraries(),
                        seen.conf()));
    }

    private static BuildPlan nothing(Snapshot seen) {
        return new BuildPlan(
                Origin.NOTHING,
                new Snapshot(seen.sources(), seen.resources(), seen.classes(), seen.libraries(), seen.conf()));
    }

    /** The jars in the tree, or nothing of it. */
    private static FileTree only(FileTree tree, boolean libraries) {
        var stamps = new java.util.TreeMap<>(tree.stampsByName());
        stamps.keySet().removeIf(name -> !(libraries && Snapshot.isLibrary(name)));
        return new FileTree(tree.root(), stamps);
    }
}

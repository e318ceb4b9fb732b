package org.cellnest.dev;

import org.jspecify.annotations.Nullable;

/**
 * A plan of a project's next version. Two equal plans produce the same version.
 *
 * @param origin the origin of its classes
 * @param made the files that go into it; others are omitted
 */
record BuildPlan(Origin origin, Snapshot made) {
    enum Origin {
        /** The sources, compiled by development mode. */
        SOURCES,
        /** The folder of classes. */
        CLASSES,
        /** The project has neither sources nor classes. */
        NOTHING
    }

    /**
     * Chooses between sources and classes: the ones changed last if they exist, else the others.
     *
     * @param seen the project at rest
     * @param before the project at rest when the previous plan was made; null for the first plan
     * @param previous the previous plan; null for the first
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

    /** Returns the jars in the tree, or an empty tree. */
    private static FileTree only(FileTree tree, boolean libraries) {
        var stamps = new java.util.TreeMap<>(tree.stampsByName());
        stamps.keySet().removeIf(name -> !(libraries && Snapshot.isLibrary(name)));
        return new FileTree(tree.root(), stamps);
    }
}

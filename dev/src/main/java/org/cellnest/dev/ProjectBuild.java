package org.cellnest.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellnest.dev.BuildPlan.Origin;
import org.jspecify.annotations.Nullable;

/** Builds a project at rest into a jar in the deploy directory; {@link #onRest} lists the steps. For one thread. */
final class ProjectBuild implements AutoCloseable {
    private static final String LIB = "META-INF/lib/";

    private final Project project;
    private final Mode mode;
    private final ProjectStatus status;
    private final SourceCompiler compiler;
    private final Path output;
    private final CellJar jar;
    private final Path conf;

    private @Nullable Snapshot before;
    private @Nullable BuildPlan buildPlan;

    /**
     * Creates a build.
     *
     * @param work a folder for this project alone
     * @param deployDirectory the deploy directory of the cell
     */
    ProjectBuild(Project project, Mode mode, ProjectStatus status, Path work, Path deployDirectory) {
        this.project = project;
        this.mode = mode;
        this.status = status;
        this.compiler = new SourceCompiler(project);
        this.output = work.resolve("classes");
        this.jar = new CellJar(deployDirectory.resolve(fileName(project)));
        this.conf = deployDirectory.resolve(project.name() + ".conf");
    }

    /** Returns the name of the project's jar in the deploy directory. */
    static String fileName(Project project) {
        return project.name() + ".jar";
    }

    /**
     * Builds a changed project that is at rest.
     *
     * @param beganNs the time at which the change was first seen
     * @return false if the project was still changing and must be examined again
     */
    boolean onRest(Snapshot seen, long beganNs) {
        BuildPlan next = BuildPlan.of(mode, seen, before, buildPlan);
        before = seen;
        if (next.equals(buildPlan)) {
            return true;
        }
        buildPlan = next;
        try {
            build(next, beganNs);
            return true;
        } catch (BuildFailure e) {
            status.onUnbuilt(e.title(), String.valueOf(e.getMessage()));
            return true;
        } catch (NoSuchFileException e) {
            buildPlan = null;
            return false;
        } catch (IOException e) {
            buildPlan = null;
            status.onUnreadable(e.toString());
            return false;
        }
    }

    /** Discards the last plan, so that the next call builds again. */
    void forget() {
        buildPlan = null;
    }

    private void build(BuildPlan next, long beganNs) throws BuildFailure, IOException {
        Snapshot made = next.made();
        if (next.origin() == Origin.NOTHING) {
            status.onNothing(nothing());
            return;
        }
        List<Path> libraries = libraries(made);
        SortedMap<String, Path> entries = new TreeMap<>();
        if (next.origin() == Origin.SOURCES) {
            compiler.compile(made.sources(), libraries, SourceCompiler.emptied(output));
            put(made.resources(), entries);
            put(FileTree.of(output, name -> !name.endsWith(".java")), entries);
        } else {
            put(made.classes(), entries);
        }
        libraries.forEach(library -> entries.put(LIB + library.getFileName(), library));
        place(entries, made.conf(), beganNs, next.origin());
    }

    private void place(SortedMap<String, Path> entries, FileTree settings, long beganNs, Origin origin)
            throws IOException {
        String packed = jar.pack(project.name(), entries);
        // An IDE may compile what was compiled here a moment ago. What has failed is tried again.
        boolean same = jar.isPlaced(packed) && status.isWell();
        boolean confChanged = placeConf(settings);
        if (same) {
            jar.drop();
        }
        if (same && !confChanged) {
            return;
        }
        status.onPlaced(beganNs, shown(origin == Origin.SOURCES ? project.sources() : project.classes()));
        if (!same) {
            jar.place(packed);
        }
    }

    private boolean placeConf(FileTree settings) throws IOException {
        if (settings.isEmpty()) {
            return Files.deleteIfExists(conf);
        }
        // As bytes: whatever is wrong with them is for the cell to say.
        byte[] text = Files.readAllBytes(project.conf());
        if (Files.exists(conf) && Arrays.equals(Files.readAllBytes(conf), text)) {
            return false;
        }
        Path incoming = conf.resolveSibling("." + conf.getFileName());
        Files.write(incoming, text);
        Files.move(incoming, conf, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static void put(FileTree tree, SortedMap<String, Path> entries) {
        for (String name : tree.stampsByName().keySet()) {
            if (!Snapshot.isLibrary(name)) {
                entries.put(name, tree.resolve(name));
            }
        }
    }

    /** Returns the jars that the cell brings along, the first of each name. */
    private static List<Path> libraries(Snapshot made) {
        SortedMap<String, Path> byName = new TreeMap<>();
        for (FileTree tree : List.of(made.classes(), made.resources())) {
            for (String name : tree.stampsByName().keySet()) {
                if (Snapshot.isLibrary(name)) {
                    byName.putIfAbsent(name.substring(LIB.length()), tree.resolve(name));
                }
            }
        }
        for (String name : made.libraries().stampsByName().keySet()) {
            byName.putIfAbsent(
                    name.substring(name.lastIndexOf('/') + 1), made.libraries().resolve(name));
        }
        return new ArrayList<>(byName.values());
    }

    private String nothing() {
        String sources = shown(project.sources());
        String classes = shown(project.classes());
        return switch (mode) {
            case NEWEST -> "There is no Java source in " + sources + " and no class in " + classes + ".";
            case COMPILE -> "There is no Java source in " + sources + ".";
            case CLASSES -> "There is no class in " + classes + " (expected: compiled by your IDE or by Maven).";
        };
    }

    private String shown(Path folder) {
        Path below = project.directory().relativize(folder);
        return below.toString().isEmpty() ? "the folder" : below.toString();
    }

    @Override
    public void close() throws IOException {
        compiler.close();
    }
}

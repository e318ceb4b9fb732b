package org.cellnest.dev;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.dev.RouteChanges.Change;
import org.cellnest.dev.Terminal.Tone;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the state of a project, and reports it to the author. The watching thread reports builds, the deploying thread
 * their outcomes; any thread may read.
 *
 * <pre>
 * any      -> PLACED   a version was packed
 * any      -> UNBUILT  there is nothing to pack, or it does not compile
 * PLACED, SERVING, REFUSED -> SERVING  a router has taken it
 * PLACED, SERVING, REFUSED -> REFUSED  it does not load, or a router does not take it
 * </pre>
 *
 * If the next version overtakes one, the cell's report on the earlier version is followed by its report on the later.
 */
final class ProjectStatus {
    private static final int MAX_CHANGES = 40;
    private static final int MAX_FRAMES = 25;

    private enum State {
        UNBUILT,
        PLACED,
        SERVING,
        REFUSED
    }

    private final String name;
    private final Terminal terminal;
    private final Clock clock;
    private final Runnable onChange;

    private State state = State.UNBUILT;
    private @Nullable ProjectProblem projectProblem;
    private List<RouteInfo> routes = List.of();
    private boolean served;
    private long beganNs;
    private String origin = "";
    private String refusal = "";

    /**
     * Creates the status of a project.
     *
     * @param onChange called when {@link #projectProblem} or {@link #routes} has changed, by the thread that changed it
     */
    ProjectStatus(String name, Terminal terminal, Clock clock, Runnable onChange) {
        this.name = name;
        this.terminal = terminal;
        this.clock = clock;
        this.onChange = onChange;
        this.projectProblem = new ProjectProblem(name, 503, name + " is starting", "");
    }

    String name() {
        return name;
    }

    /** Returns the routes of the version that a router accepted last. */
    synchronized List<RouteInfo> routes() {
        return routes;
    }

    /** Returns the problem that keeps requests from the project; null if there is none. */
    synchronized @Nullable ProjectProblem projectProblem() {
        return projectProblem;
    }

    /** Whether the version packed last is served, or is about to be. */
    synchronized boolean isWell() {
        return state == State.SERVING || state == State.PLACED;
    }

    /**
     * Records that a version was packed and placed in the deploy directory.
     *
     * @param beganNs the time at which the change was first seen
     * @param from the origin of its classes, for the author
     */
    synchronized void onPlaced(long beganNs, String from) {
        state = State.PLACED;
        this.beganNs = beganNs;
        origin = from;
    }

    /** Records that the project cannot be packed. */
    void onUnbuilt(String title, String text) {
        synchronized (this) {
            state = State.UNBUILT;
            fail(title, text);
        }
        onChange.run();
    }

    /**
     * Records that the project's files are unreadable. Called repeatedly while the failure lasts; it is reported once.
     */
    void onUnreadable(String reason) {
        synchronized (this) {
            ProjectProblem now = projectProblem;
            if (state == State.UNBUILT && now != null && now.text().equals(reason)) {
                return;
            }
            state = State.UNBUILT;
            fail("cannot be read", reason);
        }
        onChange.run();
    }

    /** Records that the project has nothing to pack yet. */
    void onNothing(String text) {
        synchronized (this) {
            ProjectProblem next = new ProjectProblem(name, 503, name + " has nothing to serve", text);
            if (!next.equals(projectProblem)) {
                projectProblem = next;
                terminal.report(terminal.toned(Tone.CHANGED, next.title()), indented(text));
            }
            state = State.UNBUILT;
        }
        onChange.run();
    }

    /** Records that a router sends requests to the placed version. */
    void onServing(List<RouteInfo> present) {
        synchronized (this) {
            if (state == State.UNBUILT) {
                return;
            }
            state = State.SERVING;
            projectProblem = null;
            List<Change> changes = RouteChanges.between(routes, present);
            routes = List.copyOf(present);
            long ms = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - beganNs);
            String what = served ? "swapped" : "serves " + count(RouteChanges.count(present), "route");
            String as = changes.isEmpty() ? ", routes as before" : "";
            terminal.report(
                    terminal.toned(Tone.GOOD, name + ": " + what) + " (" + origin + ", " + ms + " ms)" + as,
                    shown(changes));
            served = true;
        }
        onChange.run();
    }

    /** Records that the placed version does not serve. */
    void onRefused(String reason, @Nullable Throwable cause) {
        synchronized (this) {
            boolean known = state == State.REFUSED && reason.equals(refusal);
            if (state == State.UNBUILT || known) {
                return;
            }
            state = State.REFUSED;
            refusal = reason;
            fail("cannot be deployed", cause == null ? reason : reason + "\n\n" + trace(cause));
        }
        onChange.run();
    }

    private void fail(String title, String text) {
        projectProblem = new ProjectProblem(name, 500, name + " " + title, text);
        terminal.report(terminal.toned(Tone.BAD, name + " " + title), indented(text));
    }

    private String shown(List<Change> changes) {
        List<String> lines = new ArrayList<>();
        for (Change change : changes.subList(0, Math.min(changes.size(), MAX_CHANGES))) {
            Tone tone = switch (change.kind()) {
                case ADDED -> Tone.GOOD;
                case REMOVED -> Tone.BAD;
                case CHANGED -> Tone.CHANGED;
            };
            lines.add("  " + terminal.toned(tone, change.toString()));
        }
        if (changes.size() > MAX_CHANGES) {
            lines.add("  ... and " + (changes.size() - MAX_CHANGES) + " more");
        }
        return String.join("\n", lines);
    }

    private static String indented(String text) {
        return text.isEmpty() ? "" : "  " + text.replace("\n", "\n  ");
    }

    /** Returns the stack trace as the JVM prints it, without the frames below the cell's own code. */
    private String trace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        List<String> lines = text.toString()
                .lines()
                .filter(line -> !line.startsWith("\tat org.cellnest.runtime.")
                        && !line.startsWith("\tat java.base/jdk.internal.reflect.")
                        && !line.startsWith("\tat java.base/java.lang.reflect.")
                        && !line.startsWith("\tat java.base/java.lang.Thread.run"))
                .map(line -> line.replace("\tat " + name + "//", "\tat ").replace("\t", "    "))
                .limit(MAX_FRAMES)
                .toList();
        return String.join("\n", lines);
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}

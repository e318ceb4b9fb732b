package org.cellnest.runtime.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.jspecify.annotations.Nullable;

/**
 * A call of {@link System#exit} by code of a deployment. The runtime cannot forbid it to a cell; it is detected by the
 * stack of the calling thread, which waits while shutdown hooks run. A call of {@link Runtime#halt} runs no hooks and
 * cannot be detected.
 *
 * @param deployment its name
 * @param route the route whose handler called it, or null
 * @param thread the name of the thread
 * @param stack the frames below the call, the innermost first
 */
record GuestExit(String deployment, @Nullable String route, String thread, List<String> stack) {
    private static final int MAX_FRAMES = 24;
    private static final int MAX_TOLD_FRAMES = 4;
    private static final String HOST = "org.cellnest.runtime.";

    GuestExit {
        stack = List.copyOf(stack);
    }

    /** Finds the call in progress, or returns null. If a handler makes the call, its request is answered. */
    static @Nullable GuestExit find(RouteIndex routes) {
        for (Deployment deployment : routes.deployments()) {
            // The JVM's list has no virtual threads.
            for (Thread thread : deployment.executor().threads()) {
                StackTraceElement[] stack = thread.getStackTrace();
                if (isExit(stack)) {
                    String route = deployment.executor().onExit(thread);
                    return new GuestExit(deployment.name(), route, thread.getName(), frames(stack));
                }
            }
        }
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            if (entry.getKey().getContextClassLoader() instanceof CellClassLoader loader && isExit(entry.getValue())) {
                return new GuestExit(
                        String.valueOf(loader.getName()), null, entry.getKey().getName(), frames(entry.getValue()));
            }
        }
        return null;
    }

    private static boolean isExit(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (isExit(frame)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isExit(StackTraceElement frame) {
        return frame.getClassName().equals("java.lang.Runtime")
                && frame.getMethodName().equals("exit");
    }

    /** Whether a frame belongs to the call itself or to the way from the nest to a handler. */
    private static boolean isOfThePlatform(String className) {
        return className.equals("java.lang.System") || className.startsWith("java.lang.invoke.");
    }

    private static List<String> frames(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>();
        boolean below = false;
        for (StackTraceElement frame : stack) {
            boolean host = frame.getClassName().startsWith(HOST);
            if (below && (host || frames.size() == MAX_FRAMES)) {
                break;
            }
            if (below && !isOfThePlatform(frame.getClassName())) {
                frames.add(frame.toString());
            }
            below |= isExit(frame);
        }
        return frames;
    }

    /** Describes the call, without the deployment's name. */
    String reason() {
        String who = route == null ? "code" : "the handler of " + route;
        String at = String.join(" < ", stack.subList(0, Math.min(MAX_TOLD_FRAMES, stack.size())));
        return who + " has ended the cell's process by System.exit, in thread " + thread + " at " + at;
    }

    @Override
    public String toString() {
        return "deployment " + deployment + ": " + reason();
    }
}

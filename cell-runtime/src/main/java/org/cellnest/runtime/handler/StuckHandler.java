package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A handler that was cancelled after its request's deadline and runs on.
 *
 * @param route methods, template and Java method: {@code GET /orders/{id} (shop.Orders.order(long))}
 * @param request the request's id, may be empty
 * @param thread the name of the thread that it holds
 * @param overdueMs the time between the deadline and the detection, in milliseconds
 * @param stack the frames at that time, the innermost first; the frames of the cell's code and below
 */
public record StuckHandler(String route, String request, String thread, long overdueMs, List<String> stack) {
    private static final int MAX_FRAMES = 24;
    private static final String METHOD_HANDLES = "java.lang.invoke.";
    private static final String HOST = "org.cellnest.runtime.";

    public StuckHandler {
        stack = List.copyOf(stack);
    }

    static StuckHandler of(Execution execution, Thread thread, long overdueNs) {
        return new StuckHandler(
                execution.method().route(),
                DispatchedRequest.id(execution.request()),
                thread.getName(),
                TimeUnit.NANOSECONDS.toMillis(overdueNs),
                frames(thread.getStackTrace()));
    }

    private static List<String> frames(StackTraceElement[] stack) {
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(HOST) || frames.size() == MAX_FRAMES) {
                break;
            }
            if (!frame.getClassName().startsWith(METHOD_HANDLES)) {
                frames.add(frame.toString());
            }
        }
        return frames;
    }
}

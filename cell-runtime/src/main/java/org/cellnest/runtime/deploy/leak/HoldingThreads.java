package org.cellnest.runtime.deploy.leak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/**
 * Names the threads that keep a deployment in memory: its own live threads, and others with a {@link ThreadLocal} value
 * of its classes. No other thread can remove such a value. Stateless.
 */
final class HoldingThreads implements JvmRegistry {
    @Override
    public List<Leak> leaksOf(CellClassLoader loader) {
        List<Leak> leaks = new ArrayList<>();
        for (Thread thread : GuestThreads.all()) {
            if (thread != Thread.currentThread() && Reachability.isOf(loader, thread)) {
                leaks.add(new Leak("thread " + thread.getName() + at(thread), null));
                continue;
            }
            for (Object value : ThreadInternals.localValues(thread)) {
                if (Reachability.isOf(loader, value)) {
                    String type = value.getClass().getName();
                    leaks.add(new Leak("a ThreadLocal of thread " + thread.getName() + " (" + type + ")", null));
                }
            }
        }
        return leaks;
    }

    /** Returns the innermost frame outside the JDK; if there is none, the innermost frame. */
    static String at(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return Arrays.stream(stack)
                .filter(frame -> !frame.getClassName().startsWith("java."))
                .findFirst()
                .or(() -> Arrays.stream(stack).findFirst())
                .map(frame -> " at " + frame)
                .orElse("");
    }
}

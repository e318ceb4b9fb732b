package org.cellnest.runtime.deploy.leak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/**
 * Names the threads that keep a deployment: its own ones that live on, and others with a {@link ThreadLocal} value of its
 * classes. None can be taken away from another thread. Stateless.
 */
final class HoldingThreads implements JvmPlace {
    @Override
    public List<Remnant> remnantsOf(CellClassLoader loader) {
        List<Remnant> remnants = new ArrayList<>();
        for (Thread thread : GuestThreads.all()) {
            if (thread != Thread.currentThread() && Ownership.isOf(loader, thread)) {
                remnants.add(new Remnant("thread " + thread.getName() + at(thread), null));
                continue;
            }
            for (Object value : ThreadInternals.localValues(thread)) {
                if (Ownership.isOf(loader, value)) {
                    String type = value.getClass().getName();
                    remnants.add(new Remnant("a ThreadLocal of thread " + thread.getName() + " (" + type + ")", null));
                }
            }
        }
        return remnants;
    }

    /** The innermost frame that is not of the JDK, where there is one. */
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

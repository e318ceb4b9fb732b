package org.cellnest.runtime.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Creates executors of virtual threads (JEP 444), which the JVM has from 21 on. They are looked up by reflection,
 * because this code is compiled for 17.
 */
final class VirtualThreads {
    private static final @Nullable MethodHandle NEW_EXECUTOR = find();

    private VirtualThreads() {}

    /** Returns an executor with a virtual thread for each task, or null if the JVM has no virtual threads. */
    static @Nullable ExecutorService newExecutor() {
        if (NEW_EXECUTOR == null) {
            return null;
        }
        try {
            return (ExecutorService) NEW_EXECUTOR.invokeExact();
        } catch (Throwable t) { // declared by the handle, not thrown by the method
            throw new IllegalStateException("virtual threads cannot be had", t);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}

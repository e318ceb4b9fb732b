package org.cellnest.runtime.handler;

import java.util.List;
import java.util.Map;
import org.cellnest.cell.CellContext;

/**
 * The input from which a {@link HandlerTable} is built.
 *
 * @param routeClasses the classes and interfaces with {@code @Route} or {@code @Catches} methods, declared or
 *     inherited, in any order
 * @param context the deployment's; injected by type, as are its settings, logger and executor into constructors
 * @param filters those of the deployment, which setup and constructors add
 * @param instancesByType the instances that the deployment's setup has provided
 * @param maxReplyBytes the largest REPLY record that may be sent, in bytes
 */
public record HandlerSource(
        List<Class<?>> routeClasses,
        CellContext context,
        FilterRegistry filters,
        Map<Class<?>, Object> instancesByType,
        int maxReplyBytes) {
    public HandlerSource {
        routeClasses = List.copyOf(routeClasses);
        instancesByType = Map.copyOf(instancesByType);
        if (maxReplyBytes < 1024) {
            throw new IllegalArgumentException("maxReplyBytes: " + maxReplyBytes + " (expected: at least 1024)");
        }
    }
}

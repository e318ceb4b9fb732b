package org.cellnest.runtime.deploy.leak;

import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/**
 * Finds a deployment's shutdown hooks. They are removed without being run: a hook may rely on the end of the JVM, or
 * cause it. Deployments register their own end with {@link org.cellnest.cell.CellContext#onClose}. Stateless.
 */
final class ShutdownHooks implements JvmRegistry {
    @Override
    public List<Leak> leaksOf(CellClassLoader loader) {
        return ThreadInternals.shutdownHooks().stream()
                .filter(hook -> Reachability.isOf(loader, hook))
                .map(hook -> new Leak(
                        "shutdown hook " + hook.getName() + " (" + className(hook) + ")",
                        () -> Runtime.getRuntime().removeShutdownHook(hook)))
                .toList();
    }

    private static String className(Thread hook) {
        Object task = ThreadInternals.task(hook);
        return (task == null ? hook : task).getClass().getName();
    }
}

package org.cellnest.runtime.deploy.leak;

import java.util.List;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/**
 * Finds a deployment's shutdown hooks. They are taken away without being run: a hook may count on the end of the JVM, or
 * bring it about. {@link org.cellnest.cell.CellContext#onClose} runs what a deployment is to do when it closes. Stateless.
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

package org.cellnest.runtime.deploy.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the objects of a closed deployment from registries of the JVM, which would keep the deployment in memory.
 * Names the objects that cannot be removed. Any thread.
 */
public final class JvmRegistries {
    private static final Logger LOG = LoggerFactory.getLogger(JvmRegistries.class);

    /** The registries, created before any deployment runs, since its defaults would otherwise count as the host's. */
    private final List<JvmRegistry> registries = List.of(
            new ShutdownHooks(),
            new ManagedBeans(),
            new SecurityProviders(),
            new SystemProperties(),
            new JvmDefaults(),
            new LogHandlers());

    private final JvmRegistry threads = new HoldingThreads();

    /** Removes the objects that a closed deployment has left, as far as the JVM allows. */
    void takeBack(CellClassLoader loader) {
        JdbcDrivers.deregister(loader);
        List<String> taken = new ArrayList<>();
        for (Leak leak : leaksIn(registries, loader)) {
            Runnable removal = leak.removal();
            if (removal == null) {
                continue;
            }
            try {
                removal.run();
                taken.add(leak.what());
            } catch (RuntimeException | LinkageError e) { // what it removes may be the cell's own code
                LOG.warn("{}: {} stays: {}", loader.getName(), leak.what(), e.toString());
            }
        }
        if (!taken.isEmpty()) {
            LOG.info("{}: taken away with it, and not run: {}", loader.getName(), String.join("; ", taken));
        }
        ResourceBundle.clearCache(loader);
        try {
            java.beans.Introspector.flushCaches();
        } catch (LinkageError e) { // a JVM without desktop classes has none of these caches
            LOG.debug("no caches of beans to flush", e);
        }
    }

    /** Names the objects in these registries and in threads that keep a loader in memory. */
    List<String> holdersOf(CellClassLoader loader) {
        List<String> holders = new ArrayList<>();
        leaksIn(registries, loader).forEach(leak -> holders.add(leak.what()));
        leaksIn(List.of(threads), loader).forEach(leak -> holders.add(leak.what()));
        return holders;
    }

    private static List<Leak> leaksIn(List<JvmRegistry> registries, CellClassLoader loader) {
        List<Leak> leaks = new ArrayList<>();
        for (JvmRegistry registry : registries) {
            try {
                leaks.addAll(registry.leaksOf(loader));
            } catch (RuntimeException | LinkageError e) { // one registry must not hide the others
                LOG.warn(
                        "{}: {} cannot be looked through: {}",
                        loader.getName(),
                        registry.getClass().getSimpleName(),
                        e.toString());
            }
        }
        return leaks;
    }
}

package org.cellnest.runtime.deploy.leak;

import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a deployment's MBeans in the JVM's MBean servers, and makes no server. Stateless. */
final class ManagedBeans implements JvmRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedBeans.class);

    @Override
    public List<Leak> leaksOf(CellClassLoader loader) {
        List<Leak> leaks = new ArrayList<>();
        for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
            for (ObjectName name : server.queryNames(null, null)) {
                try {
                    Leak leak = leak(server, name, loader);
                    if (leak != null) {
                        leaks.add(leak);
                    }
                } catch (InstanceNotFoundException e) {
                    LOG.debug("{} has gone by itself", name, e);
                }
            }
        }
        return leaks;
    }

    private static @Nullable Leak leak(MBeanServer server, ObjectName name, CellClassLoader loader)
            throws InstanceNotFoundException {
        ClassLoader of = server.getClassLoaderFor(name);
        if (of == loader) {
            return new Leak("MBean " + name, () -> unregister(server, name));
        }
        // Wrappers, such as StandardMBean, show the class of what they wrap by its name alone, which a successor may
        // share.
        String className = server.getObjectInstance(name).getClassName();
        return of == null && className != null && loader.hasLoaded(className)
                ? new Leak("perhaps MBean " + name + " (" + className + ")", null)
                : null;
    }

    private static void unregister(MBeanServer server, ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("{} has gone by itself, or refuses to go", name, e);
        }
    }
}

package org.cellnest.runtime.deploy;

import javax.management.InstanceNotFoundException;
import javax.management.MBeanRegistrationException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Unregisters a deployment's MBeans from the JVM's servers of them. Stateless. */
final class ManagedBeans {
    private static final Logger LOG = LoggerFactory.getLogger(ManagedBeans.class);

    private ManagedBeans() {}

    /** Unregisters the MBeans whose classes are of a loader. Makes no server where nobody has used one yet. */
    static void unregisterOf(ClassLoader loader) {
        for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
            for (ObjectName name : server.queryNames(null, null)) {
                try {
                    if (server.getClassLoaderFor(name) == loader) {
                        server.unregisterMBean(name);
                    }
                } catch (InstanceNotFoundException | MBeanRegistrationException e) {
                    LOG.debug("{} has gone by itself, or refuses to go", name, e);
                }
            }
        }
    }
}

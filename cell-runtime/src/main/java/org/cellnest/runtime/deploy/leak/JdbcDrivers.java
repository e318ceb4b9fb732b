package org.cellnest.runtime.deploy.leak;

import java.io.IOException;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.cellnest.runtime.deploy.jar.CellClassLoader;
import org.cellnest.runtime.deploy.jar.LoadErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the JDBC drivers of a deployment with {@link DriverManager}, and deregisters them. The manager itself loads
 * drivers only once in the life of a JVM, for its first caller; a later deployment would find none. Stateless.
 */
public final class JdbcDrivers {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcDrivers.class);
    private static final String SERVICE = "META-INF/services/java.sql.Driver";
    private static final int MAX_FAILURES = 16;

    private JdbcDrivers() {}

    /** Loads the drivers that the deployment's own jars declare as services. One that cannot be loaded is logged. */
    public static void load(CellClassLoader loader) {
        if (loader.findResource(SERVICE) == null) {
            return;
        }
        initializeManager();
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, loader).iterator();
        boolean more = true;
        for (int failures = 0; more && failures < MAX_FAILURES; ) {
            try {
                more = drivers.hasNext();
                if (more) {
                    drivers.next(); // its class registers it
                }
            } catch (Throwable e) { // a driver that nobody may need must not fail the deployment
                failures++;
                LOG.warn("{}: a JDBC driver does not load: {}", loader.getName(), LoadErrors.of(e));
            }
        }
    }

    /** Deregisters the drivers of a loader, including those that its code registered. */
    static void deregister(CellClassLoader loader) {
        try {
            initializeManager();
            loader.newGuest(JdbcDeregistration.class).run();
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("{}: its JDBC drivers stay registered: {}", loader.getName(), e.toString());
        }
    }

    /** Makes the manager look for drivers on behalf of the platform, so that it does so on behalf of no deployment. */
    private static void initializeManager() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            DriverManager.getDrivers();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

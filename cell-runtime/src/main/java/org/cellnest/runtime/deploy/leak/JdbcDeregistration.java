package org.cellnest.runtime.deploy.leak;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Removes the JDBC drivers of a deployment from the platform's registry, which would keep their class loader in memory.
 * The registry reveals a driver only to code of the driver's own loader. Therefore the runtime defines a copy of this
 * class in that loader ({@code CellClassLoader#newGuest}) and runs it there.
 */
public final class JdbcDeregistration implements Runnable {
    /** Makes the instance; called by the loader that defines the copy. */
    public JdbcDeregistration() {}

    @Override
    public void run() {
        IllegalStateException failure = null;
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == getClass().getClassLoader()) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException | RuntimeException e) { // the others are to go all the same
                    failure = new IllegalStateException(driver + " cannot be deregistered", e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

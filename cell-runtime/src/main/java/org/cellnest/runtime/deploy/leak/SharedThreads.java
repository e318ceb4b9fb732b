package org.cellnest.runtime.deploy.leak;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;

/**
 * Prevents threads that the JDK shares among all code of the JVM from belonging to a deployment. The JDK starts such a
 * thread when some code needs it. The thread inherits that code's context class loader and, before Java 24, its access
 * control context. Either would keep a closed deployment in memory. Stateless; any thread.
 *
 * <p>Public with a public constructor because the JDK makes the instance, by the name in a system property of {@link
 * java.nio.channels.AsynchronousChannelGroup}.
 */
public final class SharedThreads implements ThreadFactory {
    private static final String CHANNEL_THREADS = "java.nio.channels.DefaultThreadPool.threadFactory";

    /** Makes a factory for the JDK's default pool of asynchronous channels. */
    public SharedThreads() {}

    /** Installs the factory. To be called before code of a deployment runs; further calls do nothing. */
    public static void prepare() {
        if (System.getProperty(CHANNEL_THREADS) == null && isSeenByTheJdk()) {
            System.setProperty(CHANNEL_THREADS, SharedThreads.class.getName());
        }
    }

    /** Whether the system's class loader finds this class; where it does not, the JDK would fail to make the pool. */
    private static boolean isSeenByTheJdk() {
        try {
            return Class.forName(SharedThreads.class.getName(), false, ClassLoader.getSystemClassLoader())
                    == SharedThreads.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    @SuppressWarnings("removal") // Nothing else sheds the caller's access control context.
    public Thread newThread(Runnable task) {
        Thread thread = AccessController.doPrivileged(
                (PrivilegedAction<Thread>) () -> new Thread(null, task, "async-channels", 0, false));
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        return thread;
    }
}

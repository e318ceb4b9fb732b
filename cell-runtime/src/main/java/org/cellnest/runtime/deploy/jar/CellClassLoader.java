package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one deployment: from its own jars, except what {@link SharedPackages} lists, which comes from
 * the host alone. Resources are the deployment's own first, then the platform's. Two deployments never see each other's
 * classes, nor the host's libraries. Any thread.
 */
public final class CellClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    /**
     * @param deployment names the loader in stack traces
     * @param jars the deployment's own, the first before the others
     */
    public CellClassLoader(String deployment, List<URL> jars, ClassLoader host) {
        super(deployment, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = SharedPackages.holdClass(name) ? shared(name) : findClass(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> shared(String name) throws ClassNotFoundException {
        try {
            return host.loadClass(name);
        } catch (ClassNotFoundException e) {
            if (SharedPackages.mayBeOwn(name)) {
                return findClass(name);
            }
            throw e;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        if (SharedPackages.holdResource(name)) {
            return host.getResource(name);
        }
        URL own = findResource(name);
        return own != null ? own : getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (SharedPackages.holdResource(name)) {
            return host.getResources(name);
        }
        List<URL> resources = new ArrayList<>(Collections.list(findResources(name)));
        resources.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(resources);
    }

    /** Whether it has defined a class of this binary name. */
    public boolean hasLoaded(String className) {
        Class<?> loaded = findLoadedClass(className);
        return loaded != null && loaded.getClassLoader() == this;
    }

    /**
     * Creates an instance of a copy of one of the host's classes. The copy is defined in this loader, so that it counts
     * as a guest's class.
     */
    public Runnable newGuest(Class<? extends Runnable> template) throws IOException, ReflectiveOperationException {
        String resource = "/" + template.getName().replace('.', '/') + ".class";
        try (InputStream in = template.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing");
            }
            byte[] bytes = in.readAllBytes();
            Class<?> copy = defineClass(template.getName(), bytes, 0, bytes.length);
            return (Runnable) copy.getConstructor().newInstance();
        }
    }
}

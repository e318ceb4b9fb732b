package org.cellnest.runtime.deploy.leak;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/**
 * Detects that the JVM has collected classes since the sentinel was made. A sentinel is a class loader with one class
 * and no reference to it: a collection that spares classes, as most do, spares the sentinel too. Any thread.
 */
public final class CollectionSentinel implements BooleanSupplier {
    private final WeakReference<ClassLoader> loader;

    private CollectionSentinel(ClassLoader loader) {
        this.loader = new WeakReference<>(loader);
    }

    public static CollectionSentinel make() {
        try (CellClassLoader loader =
                new CellClassLoader("sentinel", List.of(), CollectionSentinel.class.getClassLoader())) {
            loader.newGuest(JdbcDeregistration.class);
            return new CollectionSentinel(loader);
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("a class of the host cannot be defined again", e);
        }
    }

    @Override
    public boolean getAsBoolean() {
        return loader.refersTo(null);
    }
}

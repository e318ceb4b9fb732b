package org.cellnest.runtime.deploy.leak;

import java.util.List;
import java.util.Map;
import org.cellnest.runtime.deploy.jar.CellClassLoader;

/** Finds a deployment's objects among the keys and values of the system's properties. Stateless. */
final class SystemProperties implements JvmRegistry {
    @Override
    public List<Leak> leaksOf(CellClassLoader loader) {
        return System.getProperties().entrySet().stream()
                .filter(property ->
                        Reachability.isOf(loader, property.getKey()) || Reachability.isOf(loader, property.getValue()))
                .map(SystemProperties::leak)
                .toList();
    }

    /** Names a key that is no text by its class, since its own methods would run code of the cell. */
    private static Leak leak(Map.Entry<Object, Object> property) {
        Object key = property.getKey();
        String name = key instanceof String text ? text : "of " + key.getClass().getName();
        return new Leak(
                "system property " + name + " ("
                        + property.getValue().getClass().getName() + ")",
                () -> System.getProperties().remove(key));
    }
}

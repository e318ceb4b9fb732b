package org.cellnest.runtime.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.cell.CellSetup;
import org.cellnest.cell.Settings;
import org.cellnest.runtime.deploy.jar.ConfText;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.LoadErrors;
import org.cellnest.runtime.deploy.jar.RouteScanner;
import org.cellnest.runtime.handler.InvalidCellException;
import org.jspecify.annotations.Nullable;

/**
 * Describes a deployment of a cell whose classes lie on the class path, as in the cell's own tests.
 *
 * @param deployment its name
 * @param cellId the id of the cell process that the deployment reads from its context
 * @param routes the classes with {@code @Route} methods, at least one
 * @param setups the class that sets it up; at most one
 * @param values settings by key, where dots make sections; they overlay {@code conf}
 * @param conf settings as HOCON, which overlay the cell's own defaults; may be empty
 * @param instancesByType instances for constructors, in place of what the setup provides for these types
 */
public record ClassPathCell(
        String deployment,
        String cellId,
        List<Class<?>> routes,
        List<Class<? extends CellSetup>> setups,
        Map<String, ?> values,
        String conf,
        Map<Class<?>, Object> instancesByType) {
    public ClassPathCell {
        routes = List.copyOf(routes);
        setups = List.copyOf(setups);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        instancesByType = Map.copyOf(instancesByType);
    }

    /**
     * Returns a copy with all route classes and the setup that lie in the folder or jar of a class.
     *
     * @throws DeploymentException if a deployment of such a jar would fail because of its classes
     */
    public ClassPathCell withClassesBeside(Class<?> any) throws DeploymentException {
        URL place = placeOf(any);
        if (place == null) {
            throw new DeploymentException(any.getName() + ": of no folder or jar (expected: a class of the cell)");
        }
        try {
            RouteScanner.Found found = RouteScanner.scan(Path.of(place.toURI()));
            CellClasses classes = CellClasses.load(found, loaderOf(any));
            return new ClassPathCell(
                    deployment, cellId, classes.routes(), classes.setups(), values, conf, instancesByType);
        } catch (InvalidCellException e) {
            throw new DeploymentException(String.valueOf(e.getMessage()), e);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new DeploymentException(LoadErrors.of(e), e);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new DeploymentException(place + ": cannot be scanned: " + e.getMessage(), e);
        }
    }

    CellClasses classes() {
        return new CellClasses(routes, setups);
    }

    Settings settings() throws DeploymentException {
        return CellSettings.of(values, conf, defaults());
    }

    /** Returns the class loader of the cell's classes. */
    ClassLoader loader() {
        return loaderOf(routes.get(0));
    }

    /** Returns the defaults beside the cell's first class; if there are none, the first on the class path. */
    private String defaults() throws DeploymentException {
        URL place = placeOf(routes.get(0));
        try {
            URL chosen = null;
            for (URL found : Collections.list(loader().getResources(CellSettings.DEFAULTS))) {
                if (chosen == null || (place != null && isIn(found, place) && !isIn(chosen, place))) {
                    chosen = found;
                }
            }
            if (chosen == null) {
                return "";
            }
            try (InputStream in = chosen.openStream()) {
                return ConfText.read(in);
            } catch (DeploymentException e) {
                throw new DeploymentException("settings of " + CellSettings.DEFAULTS + ": " + e.getMessage(), e);
            }
        } catch (IOException e) {
            throw new DeploymentException(CellSettings.DEFAULTS + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isIn(URL resource, URL place) {
        String text = resource.toString();
        return text.startsWith(place.toString()) || text.startsWith("jar:" + place + "!/");
    }

    private static @Nullable URL placeOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation();
    }

    private static ClassLoader loaderOf(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }
}

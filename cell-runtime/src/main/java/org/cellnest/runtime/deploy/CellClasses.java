package org.cellnest.runtime.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.cellnest.cell.CellSetup;
import org.cellnest.runtime.deploy.jar.ForeignBases;
import org.cellnest.runtime.deploy.jar.RouteScanner;
import org.cellnest.runtime.handler.HandlerSource;
import org.cellnest.runtime.handler.HandlerTable;
import org.cellnest.runtime.handler.InvalidCellException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the classes of a cell that the nest itself calls; {@link #start} makes their instances.
 *
 * @param routes those with {@code @Route} or {@code @Catches} methods, abstract ones and interfaces included
 * @param setups those that set the cell up, at most one
 */
record CellClasses(List<Class<?>> routes, List<Class<? extends CellSetup>> setups) {
    private static final Logger LOG = LoggerFactory.getLogger(CellClasses.class);

    CellClasses {
        routes = List.copyOf(routes);
        setups = List.copyOf(setups);
    }

    /**
     * Loads what was found; nothing is initialized yet.
     *
     * @throws InvalidCellException when there are no routes, or several setups
     */
    static CellClasses load(RouteScanner.Found found, ClassLoader loader)
            throws ClassNotFoundException, InvalidCellException {
        refuseDamaged(found.unread(), loader);
        Set<String> routeNames = new TreeSet<>(found.routeClasses());
        Set<String> setupNames = new TreeSet<>(found.setupClasses());
        new ForeignBases(loader).addHeirs(found.heirsByForeign(), routeNames, setupNames);
        if (setupNames.size() > 1) {
            throw new InvalidCellException(setupNames.size() + " classes implement CellSetup: "
                    + String.join(", ", setupNames) + " (expected: at most one)");
        }
        if (routeNames.isEmpty()) {
            throw new InvalidCellException("no class has a @Route method (expected: at least one)");
        }
        List<Class<?>> routes = new ArrayList<>();
        for (String name : routeNames) {
            routes.add(Class.forName(name, false, loader));
        }
        List<Class<? extends CellSetup>> setups = new ArrayList<>();
        for (String name : setupNames) {
            setups.add(Class.forName(name, false, loader).asSubclass(CellSetup.class));
        }
        return new CellClasses(routes, setups);
    }

    /** Refuses a truncated class: it may be the one with the routes, which deploying the others would hide. */
    private static void refuseDamaged(List<String> unread, ClassLoader loader) {
        for (String name : unread) {
            try {
                Class.forName(name, false, loader);
            } catch (ClassFormatError e) {
                throw e;
            } catch (ClassNotFoundException | LinkageError | SecurityException e) {
                LOG.debug("{} is no class of the cell: {}", name, e.toString());
            }
        }
    }

    /**
     * Runs the setup, constructs the route classes, runs the start hooks. To be called with the deployment's loader as
     * the context's.
     *
     * @param replacements instances that take the place of what the setup provides for their types
     * @param maxReplyBytes the largest REPLY record
     * @param nanoClock a monotonic clock, for the deadlines of requests
     * @throws InvalidCellException when the route classes are wrong
     * @throws Exception with what the cell's own code throws
     */
    HandlerTable start(
            DeploymentContext context, Map<Class<?>, Object> replacements, int maxReplyBytes, LongSupplier nanoClock)
            throws Exception {
        for (Class<? extends CellSetup> setup : setups) {
            setup.getDeclaredConstructor().newInstance().setUp(context);
        }
        Map<Class<?>, Object> provided = context.provided();
        provided.putAll(replacements);
        HandlerTable table = HandlerTable.build(
                new HandlerSource(routes, context, context.filters(), provided, maxReplyBytes), nanoClock);
        context.start();
        return table;
    }
}

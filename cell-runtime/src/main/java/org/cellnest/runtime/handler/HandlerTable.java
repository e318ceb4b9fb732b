package org.cellnest.runtime.handler;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.cellnest.cell.CellContext;
import org.cellnest.route.PathOverlap;

/** The route methods of one deployment. Immutable and thread-safe. */
public final class HandlerTable {
    /** The reason that refuses a cell without routes. */
    private static final String NO_ROUTE = "no route (expected: at least one public method with @Route)";

    private final List<HandlerMethod> methods;

    private HandlerTable(List<HandlerMethod> methods) {
        this.methods = List.copyOf(methods);
    }

    /**
     * Constructs the route classes and compiles their methods. Runs code of the cell (constructors), so call it on a
     * thread of the deployment, with its class loader as the context's.
     *
     * @param nanoClock a monotonic clock, for the deadlines of requests
     * @throws InvalidCellException if anything is wrong with them
     */
    public static HandlerTable build(HandlerSource source, LongSupplier nanoClock) throws InvalidCellException {
        return build(source, ErrorReferences.random(), nanoClock);
    }

    static HandlerTable build(HandlerSource source, ErrorReferences errorReferences, LongSupplier nanoClock)
            throws InvalidCellException {
        CellJson json = new CellJson(source.maxReplyBytes());
        ResultWriter writer = new ResultWriter(
                json, source.context().deployment(), errorReferences, source.maxReplyBytes(), InstantSource.system());
        Schemas schemas = new Schemas(json.mapper(), nanoClock);
        InstanceFactory instances = new InstanceFactory(source);
        RouteCompiler routes =
                new RouteCompiler(instances, new ParameterCompiler(source.context(), json, schemas), schemas, json);
        CatchCompiler catches = new CatchCompiler(instances, json);
        List<RouteCall> calls = new ArrayList<>();
        List<CatchMethod> catchMethods = new ArrayList<>();
        List<Class<?>> classes = new ArrayList<>(source.routeClasses());
        classes.sort(Comparator.comparing(Class::getName));
        for (Class<?> type : classes) {
            try {
                routes.compile(type, classes, calls);
                catches.compile(type, classes, catchMethods);
            } catch (RuntimeException | LinkageError e) { // such as a parameter's class that is not in the jar
                throw new InvalidCellException(type.getName() + ": cannot be read: " + e, e);
            }
        }
        // Only now, since each constructor may have added filters.
        List<RouteFilter> filters = source.filters().take();
        CatchTable catchTable = CatchTable.of(catchMethods);
        List<HandlerMethod> methods = new ArrayList<>();
        for (RouteCall call : calls) {
            FilterChain chain = FilterChain.of(call, filters);
            methods.add(new HandlerMethod(
                    call.spec(),
                    chain,
                    new RouteAnswers(call, catchTable, writer),
                    chain.isEmpty() ? call.bodyUse() : call.bodyUse().withinFilters(),
                    nanoClock));
        }
        if (methods.isEmpty()) {
            throw new InvalidCellException(NO_ROUTE);
        }
        requireDistinctKeys(methods);
        warnOfIdle(filters, methods, source.context());
        return new HandlerTable(methods);
    }

    /** Returns the methods, in an order that depends on their names alone. */
    public List<HandlerMethod> methods() {
        return methods;
    }

    /** Warns of filters that run for no route. A test that deploys a part of a cell has such filters rightly. */
    private static void warnOfIdle(List<RouteFilter> filters, List<HandlerMethod> methods, CellContext context) {
        for (RouteFilter filter : filters) {
            if (methods.stream()
                    .allMatch(method -> PathOverlap.of(filter.template(), method.template()) == PathOverlap.NONE)) {
                context.logger()
                        .log(
                                System.Logger.Level.WARNING,
                                "filter {0} selects no route of {1} (expected: a template that a path of it matches)",
                                filter.template(),
                                context.deployment());
            }
        }
    }

    private static void requireDistinctKeys(List<HandlerMethod> handlers) throws InvalidCellException {
        Map<String, HandlerMethod> handlersByKey = new HashMap<>();
        for (HandlerMethod handler : handlers) {
            for (String method : handler.methods()) {
                String key = method + " " + handler.template().canonicalShape();
                HandlerMethod other = handlersByKey.putIfAbsent(key, handler);
                if (other != null) {
                    throw new InvalidCellException(method + " " + handler.template() + " of " + handler.name()
                            + " is " + method + " " + other.template() + " of " + other.name()
                            + " (expected: each method and path once)");
                }
            }
        }
    }
}

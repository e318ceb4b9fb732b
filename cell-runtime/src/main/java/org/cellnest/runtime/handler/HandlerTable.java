package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

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
     * @throws InvalidCellException if anything is wrong with them
     */
    public static HandlerTable build(HandlerSource source) throws InvalidCellException {
        return build(source, ErrorReferences.random(), System::nanoTime);
    }

    static HandlerTable build(HandlerSource source, ErrorReferences errorReferences, LongSupplier nanoClock)
            throws InvalidCellException {
        CellJson json = new CellJson(source.maxReplyBytes());
        ResultWriter writer =
                new ResultWriter(json, source.context().deployment(), errorReferences, source.maxReplyBytes());
        Schemas schemas = new Schemas(json.mapper(), nanoClock);
        RouteCompiler compiler = new RouteCompiler(
                new InstanceFactory(source),
                new ParameterCompiler(source.context(), json, schemas),
                schemas,
                json);
        List<RouteCall> calls = new ArrayList<>();
        List<Class<?>> classes = new ArrayList<>(source.routeClasses());
        classes.sort(Comparator.comparing(Class::getName));
        for (Class<?> type : classes) {
            try {
                compiler.compile(type, classes, calls);
            } catch (RuntimeException | LinkageError e) { // such as a parameter's class that is not in the jar
                throw new InvalidCellException(type.getName() + ": cannot be read: " + e, e);
            }
        }
        List<HandlerMethod> methods = new ArrayList<>();
        for (RouteCall call : calls) {
            methods.add(new HandlerMethod(call, writer, nanoClock));
        }
        if (methods.isEmpty()) {
            throw new InvalidCellException(NO_ROUTE);
        }
        requireDistinctKeys(methods);
        return new HandlerTable(methods);
    }

    /** Returns the methods, in an order that depends on their names alone. */
    public List<HandlerMethod> methods() {
        return methods;
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

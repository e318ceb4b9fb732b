package org.cellnest.runtime.handler;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cellnest.cell.Idempotent;
import org.cellnest.cell.Request;
import org.cellnest.cell.Route;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.HttpTokens;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.TemplateException;
import org.jspecify.annotations.Nullable;

/** Compiles the {@code @Route} methods of a class. Belongs to the one thread that builds a table. */
final class RouteCompiler {
    private static final long MAX_TIMEOUT_MS = 86_400_000;
    private static final int MAX_METHODS = 16;

    private final InstanceFactory instances;
    private final ParameterCompiler parameters;
    private final Schemas schemas;
    private final CellJson json;

    RouteCompiler(InstanceFactory instances, ParameterCompiler parameters, Schemas schemas, CellJson json) {
        this.instances = instances;
        this.parameters = parameters;
        this.schemas = schemas;
        this.json = json;
    }

    /**
     * Adds the routes of a class. An abstract class or interface leaves its routes to the classes that implement it.
     */
    void compile(Class<?> type, List<Class<?>> all, List<RouteCall> into) throws InvalidCellException {
        for (CellMethod method : CellMethods.of(type, Route.class)) {
            if (method.isLeftToSubclass(all)) {
                continue;
            }
            RouteSpec spec = spec(method);
            List<RouteParameter> taken = method.parameters();
            List<ParameterPlan> plans = parameters.compile(taken, method.name(), spec.template());
            requireVariablesTaken(spec, taken, plans);
            into.add(call(spec, method, method.isStatic() ? null : instances.instance(type), plans, taken));
        }
    }

    /**
     * Requires a parameter for each variable, since an unread variable is more often a misspelled name than intended. A
     * Request may read any variable.
     */
    private static void requireVariablesTaken(RouteSpec spec, List<RouteParameter> taken, List<ParameterPlan> plans)
            throws InvalidCellException {
        if (taken.stream().anyMatch(parameter -> parameter.getType() == Request.class)) {
            return;
        }
        Set<String> open = new LinkedHashSet<>(spec.template().variableNames());
        for (ParameterPlan plan : plans) {
            if ("path".equals(plan.description().get("in"))) {
                open.remove(plan.description().get("name"));
            }
        }
        if (!open.isEmpty()) {
            List<String> names = taken.stream().map(RouteParameter::getName).toList();
            throw new InvalidCellException(spec.name() + ": variable " + String.join(", ", open) + " of "
                    + spec.template() + " is taken by no parameter (expected: a parameter of this name, @Param with it,"
                    + " or a Request; there are: " + (names.isEmpty() ? "none" : String.join(", ", names)) + ")");
        }
    }

    private RouteSpec spec(CellMethod method) throws InvalidCellException {
        Route route = method.route();
        String name = method.name();
        for (String requestMethod : route.methods()) {
            if (!HttpMethod.isValid(requestMethod) || requestMethod.chars().anyMatch(Character::isLowerCase)) {
                throw new InvalidCellException(name + ": method " + Text.shown(requestMethod)
                        + " (expected: a request method in upper case, such as GET)");
            }
        }
        List<String> methods = Arrays.stream(route.methods()).distinct().toList();
        if (methods.isEmpty() || methods.size() > MAX_METHODS) {
            throw new InvalidCellException(
                    name + ": " + methods.size() + " methods (expected: 1 to " + MAX_METHODS + ")");
        }
        if (route.timeoutMs() < 0 || route.timeoutMs() > MAX_TIMEOUT_MS) {
            throw new InvalidCellException(
                    name + ": timeoutMs " + route.timeoutMs() + " (expected: 0 to " + MAX_TIMEOUT_MS + ")");
        }
        if (!HttpTokens.isFieldValue(route.produces())) {
            throw new InvalidCellException(
                    name + ": produces " + Text.shown(route.produces()) + " (expected: a content type)");
        }
        return new RouteSpec(
                name,
                template(method, name),
                methods,
                (int) route.timeoutMs(),
                route.idempotent() == Idempotent.BY_METHOD ? null : route.idempotent() == Idempotent.YES,
                route.inner(),
                route.description(),
                route.produces(),
                MediaTypes.charset(route.produces())
                        .orElseThrow(() -> new InvalidCellException(
                                name + ": produces " + route.produces() + " (expected: a charset that is known here)")),
                List.of(),
                RouteDescription.NOTHING);
    }

    private static PathTemplate template(CellMethod method, String name) throws InvalidCellException {
        try {
            return PathTemplate.join(method.prefix(), method.route().value());
        } catch (TemplateException e) {
            throw new InvalidCellException(name + ": " + e.getMessage(), e);
        }
    }

    private RouteCall call(
            RouteSpec spec,
            CellMethod method,
            @Nullable Object instance,
            List<ParameterPlan> plans,
            List<RouteParameter> taken)
            throws InvalidCellException {
        List<Map<String, String>> descriptions = new ArrayList<>();
        Type body = null;
        for (ParameterPlan plan : plans) {
            body = plan.json() == null ? body : plan.json();
            if (!plan.description().isEmpty()) {
                descriptions.add(plan.description());
            }
        }
        List<DeclaredAnswer> declared;
        try {
            declared = DeclaredAnswer.of(method.answers(), method.result(), spec.produces());
            ResultType.requireWritable(method.result(), "its result", json);
            for (DeclaredAnswer answer : declared) {
                ResultType.requireWritable(answer.type(), "@Answers(status = " + answer.status() + ")", json);
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidCellException(spec.name() + ": " + e.getMessage(), e);
        }
        RouteSpec whole = new RouteSpec(
                spec.name(),
                spec.template(),
                spec.methods(),
                spec.timeoutMs(),
                spec.idempotent(),
                spec.inner(),
                spec.description(),
                spec.produces(),
                spec.charset(),
                descriptions,
                RouteDescription.of(body, method.result(), spec.produces(), declared, schemas));
        Argument[] arguments = plans.stream().map(ParameterPlan::argument).toArray(Argument[]::new);
        return new RouteCall(whole, method.type(), method.handle(instance), arguments, BodyUse.of(taken, plans));
    }
}

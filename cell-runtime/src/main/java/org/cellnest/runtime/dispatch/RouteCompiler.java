package org.cellnest.runtime.dispatch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.cellnest.cell.Idempotent;
import org.cellnest.cell.Route;
import org.cellnest.protocol.HttpMethod;
import org.cellnest.protocol.Tokens;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.TemplateException;
import org.jspecify.annotations.Nullable;

/** Compiles the {@code @Route} methods of a class. For the one thread that builds a table. */
final class RouteCompiler {
    private static final long MAX_TIMEOUT_MS = 86_400_000;
    private static final int MAX_METHODS = 16;

    private final InstanceFactory instances;
    private final ParameterCompiler parameters;
    private final Schemas schemas;
    private final ReplyWriter writer;
    private final LongSupplier nanoClock;

    RouteCompiler(
            InstanceFactory instances,
            ParameterCompiler parameters,
            Schemas schemas,
            ReplyWriter writer,
            LongSupplier nanoClock) {
        this.instances = instances;
        this.parameters = parameters;
        this.schemas = schemas;
        this.writer = writer;
        this.nanoClock = nanoClock;
    }

    /** Adds the routes of a class. An abstract class gives its routes to those of the classes that extend it. */
    void compile(Class<?> type, List<Class<?>> all, List<HandlerMethod> into) throws InvalidCellException {
        Object instance = null;
        for (Method method : routeMethods(type)) {
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            if (isStatic ? method.getDeclaringClass() != type : leftToOthers(type, all)) {
                continue;
            }
            RouteSpec spec = spec(type, method);
            List<ParameterPlan> plans = parameters.compile(method, name(method), spec.template());
            if (!isStatic && instance == null) {
                instance = instances.construct(type);
            }
            into.add(handler(spec, method, isStatic ? null : instance, plans));
        }
    }

    private static boolean leftToOthers(Class<?> type, List<Class<?>> all) {
        return Modifier.isAbstract(type.getModifiers())
                && all.stream().anyMatch(other -> other != type && type.isAssignableFrom(other));
    }

    private static List<Method> routeMethods(Class<?> type) throws InvalidCellException {
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Route.class) && !Modifier.isPublic(method.getModifiers())) {
                throw new InvalidCellException(name(method) + ": not public (expected: a public method)");
            }
        }
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Route.class) && !method.isBridge())
                .sorted(Comparator.comparing(Method::toGenericString))
                .toList();
    }

    private RouteSpec spec(Class<?> type, Method method) throws InvalidCellException {
        Route route = method.getAnnotation(Route.class);
        String name = name(method);
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
        if (!Tokens.isFieldValue(route.produces())) {
            throw new InvalidCellException(
                    name + ": produces " + Text.shown(route.produces()) + " (expected: a content type)");
        }
        return new RouteSpec(
                name,
                template(type, route, name),
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
                RouteAbout.NOTHING);
    }

    private static PathTemplate template(Class<?> type, Route route, String name) throws InvalidCellException {
        Route prefix = type.getAnnotation(Route.class);
        try {
            return PathTemplate.join(prefix == null ? "" : prefix.value(), route.value());
        } catch (TemplateException e) {
            throw new InvalidCellException(name + ": " + e.getMessage(), e);
        }
    }

    private HandlerMethod handler(RouteSpec spec, Method method, @Nullable Object instance, List<ParameterPlan> plans)
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
            declared = DeclaredAnswer.of(DeclaredAnswer.on(method), method.getGenericReturnType(), spec.produces());
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
                RouteAbout.of(body, method.getGenericReturnType(), spec.produces(), declared, schemas));
        Argument[] arguments = plans.stream().map(ParameterPlan::argument).toArray(Argument[]::new);
        return new HandlerMethod(whole, handle(method, instance, spec.name()), arguments, writer, nanoClock);
    }

    private static MethodHandle handle(Method method, @Nullable Object instance, String name)
            throws InvalidCellException {
        try {
            method.setAccessible(true); // a public method of a class that is not public
            MethodHandle handle = MethodHandles.lookup().unreflect(method).asFixedArity();
            MethodHandle bound = instance == null ? handle : handle.bindTo(instance);
            return bound.asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException | RuntimeException e) {
            throw new InvalidCellException(name + ": cannot be called: " + e, e);
        }
    }

    /** {@code Orders.order(long, String)}. */
    private static String name(Method method) {
        List<String> types = Arrays.stream(method.getParameters())
                .map(Parameter::getType)
                .map(Class::getSimpleName)
                .toList();
        return method.getDeclaringClass().getName() + "." + method.getName() + "(" + String.join(", ", types) + ")";
    }
}

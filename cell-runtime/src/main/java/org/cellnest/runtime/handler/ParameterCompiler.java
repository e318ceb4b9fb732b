package org.cellnest.runtime.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cellnest.cell.Body;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Cookie;
import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.Header;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Param;
import org.cellnest.cell.Part;
import org.cellnest.cell.Request;
import org.cellnest.protocol.HttpTokens;
import org.cellnest.route.PathTemplate;
import org.jspecify.annotations.Nullable;

/** Compiles the binding of a method's parameters. Belongs to the one thread that builds a table. */
final class ParameterCompiler {
    private final CellContext context;
    private final CellJson json;
    private final ParameterDescription about;
    private final BodyArguments bodies;

    ParameterCompiler(CellContext context, CellJson json, Schemas schemas) {
        this.context = context;
        this.json = json;
        this.about = new ParameterDescription(schemas);
        this.bodies = new BodyArguments(json, about);
    }

    /** @param methodName for messages */
    List<ParameterPlan> compile(List<RouteParameter> parameters, String methodName, PathTemplate template)
            throws InvalidCellException {
        List<RouteParameter> bodyTakers =
                parameters.stream().filter(ParameterCompiler::takesBody).toList();
        if (bodyTakers.size() > 1) {
            throw new InvalidCellException(
                    methodName + ": " + bodyTakers.size() + " parameters take the whole body (expected: at most one)");
        }
        PartArguments parts = PartArguments.of(parameters, about, methodName);
        boolean formTaken = parameters.stream().anyMatch(parameter -> parameter.isAnnotationPresent(Part.class));
        if (formTaken && !bodyTakers.isEmpty()) {
            throw new InvalidCellException(methodName + ": @Part beside parameter "
                    + bodyTakers.get(0).getName() + ", which takes the whole body (expected: one or the other)");
        }
        List<ParameterPlan> plans = new ArrayList<>();
        for (RouteParameter parameter : parameters) {
            Target target = new Target(parameter, methodName, template, formTaken || !bodyTakers.isEmpty(), parts);
            try {
                plans.add(compile(target));
            } catch (IllegalArgumentException e) {
                throw new InvalidCellException(target + ": " + e.getMessage(), e);
            }
        }
        // A method that takes the request itself may read a body of any type.
        boolean free = parameters.stream().anyMatch(parameter -> parameter.getType() == Request.class)
                && plans.stream().noneMatch(ParameterPlan::needsBody);
        return free ? plans : checked(plans);
    }

    /** Lets the first parameter that may be a field of the body check the body's type. */
    private static List<ParameterPlan> checked(List<ParameterPlan> plans) {
        BodyTypes types = BodyTypes.ofRoute(plans);
        for (int i = 0; i < plans.size(); i++) {
            if (!plans.get(i).reads().equals(BodyTypes.NONE)) {
                plans.set(i, plans.get(i).requiring(types));
                return plans;
            }
        }
        return plans;
    }

    private ParameterPlan compile(Target target) throws InvalidCellException {
        RouteParameter parameter = target.parameter();
        long annotations = Stream.of(Param.class, Header.class, Cookie.class, Body.class, Part.class)
                .filter(parameter::isAnnotationPresent)
                .count();
        if (annotations > 1) {
            throw new InvalidCellException(target + ": " + annotations
                    + " annotations (expected: one of @Param, @Header, @Cookie, @Body, @Part)");
        }
        Argument injected = annotations == 0 ? injected(parameter.getType()) : null;
        boolean whole = takesBody(parameter);
        if (parameter.isAnnotationPresent(Default.class) && (injected != null || whole)) {
            throw new InvalidCellException(
                    target + ": @Default (expected: on parameters from path, query, form, field, header or cookie)");
        }
        if (injected != null) {
            return ParameterPlan.injected(injected);
        }
        if (whole && PartArguments.isParts(parameter)) {
            return PartArguments.all(about, max(target), description(parameter));
        }
        if (whole) {
            return bodies.whole(
                    parameter.getParameterizedType(),
                    parameter.isAnnotationPresent(Body.class),
                    max(target),
                    description(parameter));
        }
        return fromPlaces(target);
    }

    /** Returns the most bytes of a body that a parameter takes whole; 0: it says nothing. */
    private static long max(Target target) throws InvalidCellException {
        Body body = target.parameter().getAnnotation(Body.class);
        long max = body == null ? 0 : body.max();
        if (max < 0) {
            throw new InvalidCellException(target + ": max " + max + " (expected: at least 0)");
        }
        return max;
    }

    private @Nullable Argument injected(Class<?> type) {
        if (type == Request.class) {
            return request -> request;
        } else if (type == Headers.class) {
            return DispatchedRequest::headers;
        }
        return type == CellContext.class ? request -> context : null;
    }

    private ParameterPlan fromPlaces(Target target) throws InvalidCellException {
        RouteParameter parameter = target.parameter();
        Header header = parameter.getAnnotation(Header.class);
        Cookie cookie = parameter.getAnnotation(Cookie.class);
        if (header != null) {
            String name = header.value().isEmpty() ? hyphens(target.ownName("@Header")) : header.value();
            if (!HttpTokens.isToken(name)) {
                throw new InvalidCellException(target + ": header " + Text.shown(name) + " (expected: a token)");
            }
            return value(
                    target, name.toLowerCase(Locale.ROOT), List.of(ParameterSource.HEADER), description(parameter));
        }
        if (cookie != null) {
            String name = cookie.value().isEmpty() ? target.ownName("@Cookie") : cookie.value();
            return value(target, name, List.of(ParameterSource.COOKIE), description(parameter));
        }
        if (parameter.isAnnotationPresent(Part.class)) {
            return part(target, parameter.getAnnotation(Part.class));
        }
        Param param = parameter.getAnnotation(Param.class);
        String name = param == null || param.value().isEmpty() ? target.ownName("@Param") : param.value();
        Param.In in = param == null ? Param.In.ANY : param.in();
        String description =
                param == null || param.description().isEmpty() ? description(parameter) : param.description();
        if (ValueType.of(parameter.getParameterizedType()) == null && (in == Param.In.ANY || in == Param.In.JSON)) {
            if (parameter.isAnnotationPresent(Default.class)) {
                throw new InvalidCellException(target + ": @Default (expected: none on a field that is not scalar)");
            }
            requireFreeBody(target, name);
            return bodies.field(name, parameter.getParameterizedType(), description);
        }
        return value(target, name, places(target, name, in), description);
    }

    private ParameterPlan part(Target target, Part part) throws InvalidCellException {
        RouteParameter parameter = target.parameter();
        String name = part.value().isEmpty() ? target.ownName("@Part") : part.value();
        Type type = parameter.getParameterizedType();
        if (!PartArguments.isFile(type) && ValueType.of(type) == null) {
            throw new InvalidCellException(target + ": of type " + type.getTypeName()
                    + " (expected: FormFile, a scalar, a List or Optional of either, or a Set or array of scalars)");
        }
        if (!PartArguments.isFile(type)) {
            return target.parts()
                    .collecting(value(target, name, List.of(ParameterSource.PART), description(parameter)));
        }
        if (parameter.isAnnotationPresent(Default.class)) {
            throw new InvalidCellException(target + ": @Default (expected: none on a file)");
        }
        return target.parts().file(name, type, description(parameter));
    }

    private List<ParameterSource> places(Target target, String name, Param.In in) throws InvalidCellException {
        boolean variable = target.template().variableNames().contains(name);
        return switch (in) {
            case ANY -> {
                if (variable) {
                    yield List.of(ParameterSource.PATH);
                }
                yield target.bodyTaken()
                        ? List.of(ParameterSource.QUERY)
                        : List.of(ParameterSource.QUERY, ParameterSource.FORM, ParameterSource.JSON);
            }
            case PATH -> {
                if (!variable) {
                    throw new InvalidCellException(target + ": no variable " + name + " in " + target.template()
                            + " (expected: one of " + target.template().variableNames() + ")");
                }
                yield List.of(ParameterSource.PATH);
            }
            case QUERY -> List.of(ParameterSource.QUERY);
            case FORM, JSON -> {
                requireFreeBody(target, name);
                yield List.of(in == Param.In.FORM ? ParameterSource.FORM : ParameterSource.JSON);
            }
        };
    }

    private static void requireFreeBody(Target target, String name) throws InvalidCellException {
        if (target.bodyTaken()) {
            throw new InvalidCellException(target + ": field " + name
                    + " of a body that another parameter takes whole (expected: one or the other)");
        }
    }

    private ParameterPlan value(Target target, String name, List<ParameterSource> places, String description)
            throws InvalidCellException {
        RouteParameter parameter = target.parameter();
        ValueType type = json.valueType(parameter.getParameterizedType());
        if (type == null) {
            throw new InvalidCellException(
                    target + ": of type " + parameter.getParameterizedType().getTypeName()
                            + " (expected: a number, boolean, String, enum, UUID, URI, java.time type, or an"
                            + " Optional, List, Set or array of such)");
        }
        Default fallback = parameter.getAnnotation(Default.class);
        List<String> texts = fallback == null ? null : texts(target, type, fallback.value());
        ValueArgument argument = new ValueArgument(name, places, type, texts, json);
        boolean required = texts == null && type.missing() == null;
        return new ParameterPlan(
                argument,
                about.value(name, places, type, required, fallback == null ? null : fallback.value(), description),
                null,
                BodyTypes.of(places),
                required
                        && places.stream()
                                .allMatch(parameterSource -> parameterSource == ParameterSource.FORM
                                        || parameterSource == ParameterSource.JSON
                                        || parameterSource == ParameterSource.PART));
    }

    private static List<String> texts(Target target, ValueType type, String fallback) throws InvalidCellException {
        List<String> texts = List.of(fallback);
        if (type.container() != null) {
            texts = fallback.isEmpty() ? List.of() : List.of(fallback.split(",", -1));
        }
        try {
            Object unused = type.read(texts);
            return texts;
        } catch (ValueFormatException e) {
            throw new InvalidCellException(target + ": @Default " + Text.shown(e.text()) + " (expected: "
                    + type.scalar().expected() + ")");
        }
    }

    private static String description(RouteParameter parameter) {
        Description description = parameter.getAnnotation(Description.class);
        return description == null ? "" : description.value();
    }

    /** Whether a parameter takes the whole body. */
    static boolean takesBody(RouteParameter parameter) {
        for (Class<? extends Annotation> other : List.of(Param.class, Header.class, Cookie.class, Part.class)) {
            if (parameter.isAnnotationPresent(other)) {
                return false;
            }
        }
        Class<?> type = parameter.getType();
        return parameter.isAnnotationPresent(Body.class)
                || !(type == Request.class
                        || type == Headers.class
                        || type == CellContext.class
                        || ValueType.of(parameter.getParameterizedType()) != null);
    }

    /** Converts camel case to hyphens: {@code acceptLanguage} to {@code accept-language}. */
    private static String hyphens(String name) {
        StringBuilder hyphens = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            hyphens.append(Character.isUpperCase(c) ? "-" : "").append(Character.toLowerCase(c));
        }
        return hyphens.toString();
    }

    /** A parameter with its method and template; its text names parameter and method for messages. */
    private record Target(
            RouteParameter parameter,
            String methodName,
            PathTemplate template,
            boolean bodyTaken,
            PartArguments parts) {
        String ownName(String annotation) throws InvalidCellException {
            if (!parameter.isNamePresent()) {
                throw new InvalidCellException(
                        methodName + ": the names of its parameters are not in the class file (expected: compiled with"
                                + " -parameters, or a name in " + annotation + " on each)");
            }
            return parameter.getName();
        }

        @Override
        public String toString() {
            return methodName + ", parameter " + parameter.getName();
        }
    }
}

package org.cellnest.runtime.handler;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellnest.cell.FormFile;
import org.cellnest.cell.Part;
import org.cellnest.cell.Parts;
import org.cellnest.runtime.multipart.MultipartReader;
import org.cellnest.runtime.multipart.PartLayout;
import org.cellnest.runtime.multipart.PartRule;

/**
 * Compiles the parameters of one method that are parts of a form with files, or all of its parts. Belongs to the one
 * thread that builds a table. Errors are {@link IllegalArgumentException}s, to which the caller adds the place.
 */
final class PartArguments {
    private final PartLayout layout;
    private final ParameterDescription about;

    private PartArguments(PartLayout layout, ParameterDescription about) {
        this.layout = layout;
        this.about = about;
    }

    /** Prepares the parts that the parameters of a method name. */
    static PartArguments of(List<RouteParameter> parameters, ParameterDescription about, String methodName)
            throws InvalidCellException {
        Map<String, PartRule> rules = new HashMap<>();
        for (RouteParameter parameter : parameters) {
            Part part = parameter.getAnnotation(Part.class);
            if (part != null) {
                String place = methodName + ", parameter " + parameter.getName();
                if (rules.put(name(part, parameter), rule(part, parameter.getParameterizedType(), place)) != null) {
                    throw new InvalidCellException(place + ": part " + Text.shown(name(part, parameter))
                            + " for a second time (expected: one parameter for each part, such as a List)");
                }
            }
        }
        return new PartArguments(new PartLayout(rules), about);
    }

    /** Whether a parameter reads the parts itself, and so takes the whole body. */
    static boolean isParts(RouteParameter parameter) {
        return parameter.getType() == Parts.class;
    }

    /** Whether the parameter of this type is a file of a form, or several. */
    static boolean isFile(Type type) {
        return type == FormFile.class || isContainer(type, List.class) || isContainer(type, Optional.class);
    }

    /** Compiles a parameter of type {@link Parts}. */
    static ParameterPlan all(ParameterDescription about, long max, String description) {
        Argument argument = request -> {
            String type = request.contentType();
            return type != null && MediaTypes.isMultipart(type)
                    ? new MultipartReader(type, request.stream())
                    : Parts.of();
        };
        return new ParameterPlan(
                BodyArguments.bounded(argument, max),
                about.body("parts", false, description),
                null,
                BodyTypes.MULTIPART,
                true);
    }

    /** Compiles a parameter that {@link #isFile}. */
    ParameterPlan file(String name, Type type, String description) {
        boolean list = isContainer(type, List.class);
        boolean optional = isContainer(type, Optional.class);
        Argument argument = request -> {
            List<FormFile> files = request.parts().files(name);
            if (list) {
                return files;
            } else if (optional) {
                return files.stream().findFirst();
            } else if (files.isEmpty()) {
                throw BindingErrors.missing(name, ParameterSource.PART.label(), "a file");
            }
            return files.get(0);
        };
        boolean required = !list && !optional;
        return collecting(new ParameterPlan(
                argument, about.file(name, list, required, description), null, BodyTypes.MULTIPART, required));
    }

    /** Returns a plan that collects the parts before its value is read. */
    ParameterPlan collecting(ParameterPlan plan) {
        Argument argument = request -> {
            request.collectParts(layout);
            return plan.argument().read(request);
        };
        return new ParameterPlan(argument, plan.description(), plan.json(), plan.reads(), plan.needsBody());
    }

    private static String name(Part part, RouteParameter parameter) {
        return part.value().isEmpty() ? parameter.getName() : part.value();
    }

    private static PartRule rule(Part part, Type type, String place) throws InvalidCellException {
        boolean file = isFile(type);
        long most = file ? PartRule.MAX_FILE_BYTES : PartRule.MAX_FIELDS_BYTES;
        if (part.max() < 0 || part.max() > most) {
            throw new InvalidCellException(place + ": max " + part.max() + " (expected: 0 to " + most + ")");
        }
        long byDefault = file ? PartRule.MAX_FILE_BYTES : PartRule.DEFAULT_FIELD_BYTES;
        return new PartRule(file, (int) (part.max() == 0 ? byDefault : part.max()));
    }

    private static boolean isContainer(Type type, Class<?> container) {
        return type instanceof ParameterizedType p
                && p.getRawType() == container
                && p.getActualTypeArguments()[0] == FormFile.class;
    }
}

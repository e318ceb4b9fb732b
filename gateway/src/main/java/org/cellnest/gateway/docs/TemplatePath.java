package org.cellnest.gateway.docs;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.Segment;
import org.cellnest.route.TemplateException;
import org.jspecify.annotations.Nullable;

/**
 * A route's template as an OpenAPI path: variables without their constraints.
 *
 * @param template the template that the router matches
 * @param path such as {@code /orders/{id}}
 * @param shape the path without the names; OpenAPI treats two paths of one shape as the same
 * @param variables in the order of the path
 */
record TemplatePath(PathTemplate template, String path, String shape, List<Variable> variables) {
    /**
     * A variable of a path.
     *
     * @param pattern the pattern that its whole value must match, or null
     * @param rest whether it is the rest of the path, slashes included
     */
    record Variable(String name, @Nullable String pattern, boolean rest) {}

    TemplatePath {
        variables = List.copyOf(variables);
    }

    /** Returns the path of a template, or null if the text is no template. */
    static @Nullable TemplatePath of(String template) {
        PathTemplate parsed;
        try {
            parsed = PathTemplate.parse(template);
        } catch (TemplateException e) {
            return null;
        }
        StringBuilder path = new StringBuilder();
        StringBuilder shape = new StringBuilder();
        List<Variable> variables = new ArrayList<>();
        for (Segment segment : parsed.segments()) {
            path.append('/');
            shape.append('/');
            if (segment instanceof Segment.Literal literal) {
                path.append(literal.text());
                shape.append(literal.text());
            } else if (segment instanceof Segment.Variable variable) {
                String pattern = variable.constraint() == null ? null : "^(?:" + variable.constraint() + ")$";
                add(new Variable(variable.name(), pattern, false), path, shape, variables);
            } else if (segment instanceof Segment.Rest rest) {
                add(new Variable(rest.name(), null, true), path, shape, variables);
            }
        }
        return new TemplatePath(parsed, path.toString(), shape.toString(), variables);
    }

    private static void add(Variable variable, StringBuilder path, StringBuilder shape, List<Variable> variables) {
        path.append('{').append(variable.name()).append('}');
        shape.append("{}");
        variables.add(variable);
    }
}

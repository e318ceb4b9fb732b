package org.cellnest.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A template for paths, such as {@code /api/hello/{name}}, {@code /orders/{id:\d+}} or {@code /files/{path...}}.
 *
 * <p>Templates and paths are in decoded form: a space is a space, not {@code %20}. Literals match character for
 * character; {@code //} and a trailing slash are significant. A variable is a whole segment and never matches an empty
 * one. A rest stands last and matches everything after its slash, which may be empty: {@code /files/{path...}} matches
 * {@code /files/} and {@code /files/a/b} but not {@code /files}. A template may hold any character except control
 * characters; braces outside of expressions always delimit a variable.
 *
 * <p>Equal if the text is equal. Templates that differ only in the names of variables are not equal, yet match the same
 * paths; {@link #canonicalShape()} is the key for this. Immutable and thread-safe.
 */
public final class PathTemplate {
    /** The maximum length of a template, in characters (UTF-16 code units). */
    public static final int MAX_LENGTH = 512;
    /** The maximum number of segments; {@code /a/b} has two, {@code /a/} has two, {@code /} has one. */
    public static final int MAX_SEGMENTS = 32;

    /**
     * An order with the more specific template first. Compares segment by segment from the left: literal, constrained
     * variable, variable, rest. Literals at one place are ordered by their text, constrained variables by the text of
     * the constraint, both as {@link String#compareTo} does. A template precedes the templates that it is a prefix of.
     * Two templates compare as equal exactly if their canonical shapes are equal.
     */
    public static final Comparator<PathTemplate> MOST_SPECIFIC_FIRST = PathTemplate::compareSpecificity;

    private static final String[] NO_VALUES = {};

    private final String text;
    private final List<Segment> segments;
    private final List<String> variableNames;
    private final String canonicalShape;

    private PathTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
        List<String> names = new ArrayList<>();
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('/');
            if (segment instanceof Segment.Literal literal) {
                shape.append(literal.text());
            } else if (segment instanceof Segment.Variable variable) {
                names.add(variable.name());
                Constraint constraint = variable.constraint();
                shape.append(constraint == null ? "{}" : "{:" + constraint.text() + "}");
            } else if (segment instanceof Segment.Rest rest) {
                names.add(rest.name());
                shape.append("{...}");
            }
        }
        this.variableNames = List.copyOf(names);
        this.canonicalShape = shape.toString();
    }

    /**
     * Parses a template.
     *
     * @throws TemplateException if the text is no template; the message is fit for its author
     */
    public static PathTemplate parse(String template) {
        return new PathTemplate(template, new TemplateParser(template).parse());
    }

    /**
     * Returns a template under the prefix that a class gives its routes: the two texts end to end. The prefix may be
     * empty or a lone {@code /}, which add nothing; the template may be empty, which means the prefix itself.
     *
     * @throws TemplateException if the whole is not a template, if the second part is neither empty nor starts with
     *     {@code /}, or if a slash would be doubled where they meet
     */
    public static PathTemplate join(String prefix, String template) {
        String before = prefix.equals("/") && !template.isEmpty() ? "" : prefix;
        if (!template.isEmpty() && !template.startsWith("/")) {
            throw new TemplateException(template, 0, template.substring(0, 1), "'/'");
        }
        if (before.endsWith("/") && !template.isEmpty()) {
            throw new TemplateException(
                    before,
                    before.length() - 1,
                    "/",
                    "no '/' at the end of a prefix, since " + template + " begins with it");
        }
        return parse(before + template);
    }

    /** Returns the segments from the left, at least one. */
    public List<Segment> segments() {
        return segments;
    }

    /** Returns the names of the variables and of the rest, from the left. */
    public List<String> variableNames() {
        return variableNames;
    }

    /**
     * Returns the template without the names: {@code /a/{}/{:\d+}/{...}}. Two templates have the same shape exactly if
     * they have the same kinds of segments with the same literals and constraints. No literal can look like a variable,
     * since a literal holds no brace.
     */
    public String canonicalShape() {
        return canonicalShape;
    }

    /**
     * Returns the variables of a path.
     *
     * @param path decoded, starting with {@code /}
     * @return null if the template does not match it
     */
    public @Nullable PathVariables bind(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        String[] values = variableNames.isEmpty() ? NO_VALUES : new String[variableNames.size()];
        int bound = 0;
        int from = 1;
        for (Segment segment : segments) {
            if (from > path.length()) {
                return null;
            }
            int slash = path.indexOf('/', from);
            int to = slash < 0 || segment instanceof Segment.Rest ? path.length() : slash;
            if (!matches(segment, path, from, to)) {
                return null;
            }
            if (!(segment instanceof Segment.Literal)) {
                values[bound++] = path.substring(from, to);
            }
            from = to + 1;
        }
        return from > path.length() ? new PathVariables(variableNames, values) : null;
    }

    private static boolean matches(Segment segment, String path, int from, int to) {
        if (segment instanceof Segment.Literal literal) {
            return literal.text().length() == to - from && path.startsWith(literal.text(), from);
        }
        if (segment instanceof Segment.Variable variable) {
            Constraint constraint = variable.constraint();
            return from < to && (constraint == null || constraint.matches(path.substring(from, to)));
        }
        return true;
    }

    private static int compareSpecificity(PathTemplate a, PathTemplate b) {
        int common = Math.min(a.segments.size(), b.segments.size());
        for (int i = 0; i < common; i++) {
            Segment x = a.segments.get(i);
            Segment y = b.segments.get(i);
            int order = Integer.compare(rank(x), rank(y));
            if (order == 0) {
                order = sortText(x).compareTo(sortText(y));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.segments.size(), b.segments.size());
    }

    private static int rank(Segment segment) {
        if (segment instanceof Segment.Variable variable) {
            return variable.constraint() == null ? 2 : 1;
        }
        return segment instanceof Segment.Literal ? 0 : 3;
    }

    private static String sortText(Segment segment) {
        if (segment instanceof Segment.Literal literal) {
            return literal.text();
        }
        Constraint constraint = segment instanceof Segment.Variable variable ? variable.constraint() : null;
        return constraint == null ? "" : constraint.text();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathTemplate that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}

package org.cellnest.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parses one template. Used once, by one thread. */
final class TemplateParser {
    private static final int MAX_NAME_LENGTH = 64;

    private final String template;
    private final List<Segment> segments = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    TemplateParser(String template) {
        this.template = template;
    }

    List<Segment> parse() {
        checkText();
        int slash = 0;
        while (slash < template.length()) {
            if (segments.size() == PathTemplate.MAX_SEGMENTS) {
                throw error(slash, "one more segment", "at most " + PathTemplate.MAX_SEGMENTS + " segments");
            }
            int from = slash + 1;
            slash = template.startsWith("{", from) ? variableSegment(from) : literalSegment(from);
        }
        return List.copyOf(segments);
    }

    private void checkText() {
        if (template.length() > PathTemplate.MAX_LENGTH) {
            throw error(
                    PathTemplate.MAX_LENGTH, template.length() + " characters", "at most " + PathTemplate.MAX_LENGTH);
        }
        if (!template.startsWith("/")) {
            throw error(0, template.isEmpty() ? "" : template.substring(0, 1), "'/'");
        }
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (Character.isISOControl(c)) {
                throw error(i, String.valueOf(c), "no control character");
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < template.length()
                    && Character.isLowSurrogate(template.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw error(i, String.valueOf(c), "a whole character, which takes two surrogates");
            }
        }
    }

    /** Parses a literal segment; returns the index of the slash after it, or the template's length. */
    private int literalSegment(int from) {
        int slash = template.indexOf('/', from);
        int to = slash < 0 ? template.length() : slash;
        String text = template.substring(from, to);
        for (int i = from; i < to; i++) {
            char c = template.charAt(i);
            if (c == '{') {
                throw error(i, text, "a segment that is all literal or all variable");
            }
            if (c == '}') {
                throw error(i, "}", "no '}' without its '{'");
            }
        }
        if (text.equals(".") || text.equals("..")) {
            throw error(from, text, "no dot segment: no path that reaches a router has one");
        }
        segments.add(new Segment.Literal(text));
        return to;
    }

    private int variableSegment(int open) {
        int close = RegexText.closingBrace(template, open + 1);
        if (close < 0) {
            throw error(
                    open,
                    template.substring(open),
                    "the '}' that closes it; a lone brace in an expression is \\{ or \\}");
        }
        int after = close + 1;
        if (after < template.length() && template.charAt(after) != '/') {
            throw error(after, template.substring(after, after + 1), "'/' or the end: a variable is a whole segment");
        }
        Segment segment = variable(open, close);
        if (segment instanceof Segment.Rest && after < template.length()) {
            throw error(open, template.substring(open, after), "nothing after it: a rest is the last segment");
        }
        segments.add(segment);
        return after;
    }

    private Segment variable(int open, int close) {
        int from = open + 1;
        int to = from;
        while (to < close && isNamePart(template.charAt(to), to == from)) {
            to++;
        }
        String name = template.substring(from, to);
        String suffix = template.substring(to, close);
        boolean rest = suffix.equals("...");
        boolean constrained = suffix.startsWith(":");
        if (name.isEmpty() || !(suffix.isEmpty() || rest || constrained)) {
            throw error(
                    from,
                    template.substring(from, close),
                    "a name of ASCII letters, digits, '-' and '_' that starts with a letter or '_',"
                            + " then nothing, ':' and an expression, or '...'");
        }
        if (name.length() > MAX_NAME_LENGTH) {
            throw error(from, name, "a name of at most " + MAX_NAME_LENGTH + " characters");
        }
        if (!names.add(name)) {
            throw error(from, name, "a name that no other variable has");
        }
        if (rest) {
            return new Segment.Rest(name);
        }
        Constraint constraint = constrained ? Constraint.compile(template, to + 1, suffix.substring(1)) : null;
        return new Segment.Variable(name, constraint);
    }

    private static boolean isNamePart(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (!first && ((c >= '0' && c <= '9') || c == '-'));
    }

    private TemplateException error(int position, String found, String expected) {
        return new TemplateException(template, position, found, expected);
    }
}

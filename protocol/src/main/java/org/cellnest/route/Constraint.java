package org.cellnest.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that the whole value of a variable must match, in the syntax of RE2: no back references and no look
 * around, in return for time linear in the value. Equal when the text is equal. Immutable; any thread.
 */
public final class Constraint {
    /** The longest expression, in characters. */
    public static final int MAX_LENGTH = 128;
    /** The most instructions it may compile to; {@code [0-9a-f]{1,250}} has about 500. */
    public static final int MAX_PROGRAM_SIZE = 1_000;
    /** The longest value, in characters, that an expression is tried on; a longer one does not match. */
    public static final int MAX_VALUE_LENGTH = 1_024;

    /** What may be compiled in order to learn the true size: the bound counts some things twice. */
    private static final int MAX_PROGRAM_BOUND = 10 * MAX_PROGRAM_SIZE;

    private final Pattern pattern;

    private Constraint(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Compiles an expression that stands at a position of a template. */
    static Constraint compile(String template, int position, String regex) {
        if (regex.isEmpty()) {
            throw new TemplateException(template, position, "}", "a regular expression after ':'");
        }
        if (regex.length() > MAX_LENGTH) {
            throw new TemplateException(
                    template,
                    position,
                    regex.length() + " characters",
                    "a regular expression of at most " + MAX_LENGTH);
        }
        int bound = RegexText.programBound(regex);
        if (bound > MAX_PROGRAM_BOUND) {
            throw tooLarge(template, position, regex, "more than " + MAX_PROGRAM_SIZE);
        }
        Pattern pattern;
        try {
            pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            // This is how RE2/J words a parenthesis that closes nothing.
            String reason = e.getDescription().endsWith("internal error") ? "unexpected )" : e.getDescription();
            throw new TemplateException(
                    template, position, regex, "a regular expression in the syntax of RE2: " + reason);
        }
        if (pattern.programSize() > MAX_PROGRAM_SIZE) {
            throw tooLarge(template, position, regex, Integer.toString(pattern.programSize()));
        }
        return new Constraint(pattern);
    }

    private static TemplateException tooLarge(String template, int position, String regex, String size) {
        return new TemplateException(
                template,
                position,
                regex + ", which compiles to " + size + " instructions",
                "at most " + MAX_PROGRAM_SIZE + "; lower its counted repeats");
    }

    /** The expression as it was written. */
    public String text() {
        return pattern.pattern();
    }

    /** How many instructions it compiled to: a measure of the most time that one character of a value can take. */
    public int programSize() {
        return pattern.programSize();
    }

    /** Whether the expression matches all of the value, which has at most {@link #MAX_VALUE_LENGTH} characters. */
    public boolean matches(String value) {
        return value.length() <= MAX_VALUE_LENGTH && pattern.matches(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Constraint that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}

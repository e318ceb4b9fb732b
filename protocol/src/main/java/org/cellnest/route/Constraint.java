package org.cellnest.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that the whole value of a variable must match, in the syntax of RE2. It has no back references
 * and no lookaround; in return, matching takes time linear in the value. Equal if the text is equal. Immutable and
 * thread-safe.
 */
public final class Constraint {
    /** The maximum length of an expression, in characters. */
    public static final int MAX_LENGTH = 128;
    /** The maximum number of instructions of a compiled expression; {@code [0-9a-f]{1,250}} has about 500. */
    public static final int MAX_PROGRAM_SIZE = 1_000;
    /** The maximum length of a value, in characters; a longer value does not match. */
    public static final int MAX_VALUE_LENGTH = 1_024;

    /**
     * The bound above which an expression is refused without compiling it. It exceeds {@link #MAX_PROGRAM_SIZE}, since
     * the bound counts some instructions twice.
     */
    private static final int MAX_PROGRAM_BOUND = 10 * MAX_PROGRAM_SIZE;

    private final Pattern pattern;

    private Constraint(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Compiles the expression at a position of a template. */
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

    /** Returns the expression as it was written. */
    public String text() {
        return pattern.pattern();
    }

    /**
     * Returns the number of instructions of the compiled expression, a measure of the most time that one character of a
     * value can take.
     */
    public int programSize() {
        return pattern.programSize();
    }

    /** Whether the expression matches the whole value, which has at most {@link #MAX_VALUE_LENGTH} characters. */
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

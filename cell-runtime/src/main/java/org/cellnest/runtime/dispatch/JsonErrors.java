package org.cellnest.runtime.dispatch;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.util.regex.Pattern;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/** Turns Jackson's exceptions into 400s that say where and what, without names of classes. */
final class JsonErrors {
    private static final Pattern SOURCE =
            Pattern.compile("\\s*\\((?:for|start marker)[^)]*\\[Source.*", Pattern.DOTALL);
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_CAUSES = 10;

    private JsonErrors() {}

    /**
     * The problem that an exception while reading JSON is.
     *
     * @param name the parameter that was read
     */
    static Problem problem(IOException thrown, String name) {
        if (!(thrown instanceof JsonProcessingException e)) {
            return new Problem(400, name + ": cannot be read as JSON", thrown);
        }
        for (Throwable cause = e; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
        }
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        String what = what(e);
        JsonLocation location = e.getLocation();
        String where = location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
        String subject = path.isEmpty() ? "" : path + ": ";
        Problem problem = new Problem(400, name + ": " + where + subject + what)
                .with("parameter", name)
                .with("in", "body");
        if (!path.isEmpty()) {
            problem.with("path", path);
        }
        if (!where.isEmpty()) {
            problem.with("line", location.getLineNr()).with("column", location.getColumnNr());
        }
        return problem;
    }

    private static String what(JsonProcessingException e) {
        if (e instanceof InvalidFormatException format) {
            return Text.shown(String.valueOf(format.getValue())) + " (expected: " + expected(format.getTargetType())
                    + ")";
        }
        if (e instanceof StreamConstraintsException) {
            return "larger or deeper than is read (expected: nesting of at most 100, numbers of at most 1000 digits)";
        }
        if (e instanceof ValueInstantiationException instantiation) {
            return constructorsWord(instantiation);
        }
        if (e instanceof MismatchedInputException && e.getOriginalMessage().startsWith("Trailing token")) {
            return "more after the value (expected: one value)";
        }
        if (e instanceof MismatchedInputException mismatch) {
            return "of another kind (expected: " + expected(mismatch.getTargetType()) + ")";
        }
        if (e instanceof JsonMappingException && e.getCause() instanceof IllegalArgumentException) {
            return Text.clean(String.valueOf(e.getCause().getMessage()), MAX_MESSAGE);
        }
        if (e instanceof JsonMappingException) {
            return "does not fit";
        }
        return Text.clean(SOURCE.matcher(e.getOriginalMessage()).replaceFirst(""), MAX_MESSAGE);
    }

    /** What the constructor of a record says of an argument it refuses is meant for whoever sent it. */
    private static String constructorsWord(ValueInstantiationException e) {
        Throwable cause = e.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return Text.clean(cause.getMessage(), MAX_MESSAGE);
            }
            cause = cause.getCause();
        }
        JavaType type = e.getType();
        return "does not fit (expected: " + expected(type == null ? null : type.getRawClass()) + ")";
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a value that fits";
        }
        ScalarType scalar = ScalarTypes.of(type);
        if (scalar != null) {
            return scalar.expected();
        }
        boolean list = type.isArray() || Iterable.class.isAssignableFrom(type);
        return list ? "an array" : "an object";
    }

    /** {@code items[0].count}. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            String field = reference.getFieldName();
            if (field == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(field);
            }
        }
        return Text.clean(path.toString(), MAX_MESSAGE);
    }
}

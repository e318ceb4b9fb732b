package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/** Converts Jackson's exceptions into 400s that name the place and the fault, without names of classes. Stateless. */
final class JsonErrors {
    /** The prefix of the mapper's message about a text without any value. */
    static final String NO_CONTENT = "No content to map";

    /** The parser's places and kinds of token, which are removed from messages because the place is named already. */
    private static final Pattern JARGON =
            Pattern.compile("\\s*\\((?:for|start marker)[^)]*\\[Source.*| in (?:VALUE|FIELD)_\\w+", Pattern.DOTALL);

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_CAUSES = 10;

    private JsonErrors() {}

    /**
     * Returns the problem for an exception while reading JSON.
     *
     * @param name the parameter that was read
     * @param in {@code body}, or {@code json} if the parameter is a member of it
     */
    static Problem problem(IOException thrown, String name, String in) {
        if (!(thrown instanceof JsonProcessingException e)) {
            return new Problem(400, name + ": cannot be read as JSON", thrown);
        }
        JsonProcessingException syntax = null;
        Throwable cause = e;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            } else if (cause instanceof StreamReadException || cause instanceof StreamConstraintsException) {
                syntax = (JsonProcessingException) cause;
            }
        }
        String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
        JsonLocation location = syntax != null ? syntax.getLocation() : e.getLocation();
        String at = location == null || location.getLineNr() < 1 || location.getColumnNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
        Problem problem = new Problem(400, name + ": " + detail(e, syntax, at, path))
                .with("parameter", name)
                .with("in", in);
        if (!path.isEmpty()) {
            problem.with("path", path);
        }
        if (location != null && !at.isEmpty()) {
            problem.with("line", location.getLineNr()).with("column", location.getColumnNr());
        }
        return e instanceof JsonFormatException misfit
                ? problem.with("came", misfit.came()).with("expected", misfit.expected())
                : problem;
    }

    private static String detail(
            JsonProcessingException e, @Nullable JsonProcessingException syntax, String at, String path) {
        String place = (at.isEmpty() ? "" : at + ": ") + (path.isEmpty() ? "" : path + ": ");
        if (syntax instanceof StreamConstraintsException) {
            return place + tooMuch(syntax.getOriginalMessage());
        } else if (syntax instanceof InputCoercionException coercion) {
            return place + "out of range (expected: " + JsonFormatException.expected(coercion.getTargetType()) + ")";
        } else if (syntax != null) {
            Matcher twice = DUPLICATE.matcher(syntax.getOriginalMessage());
            return twice.matches()
                    ? place + "member " + Text.shown(twice.group(1)) + " twice (expected: once)"
                    : notJson(at, JARGON.matcher(syntax.getOriginalMessage()).replaceAll(""));
        } else if (e.getOriginalMessage().startsWith(NO_CONTENT)) {
            return notJson(at, "no value");
        }
        return place + what(e);
    }

    private static String notJson(String at, String reason) {
        return "not JSON" + (at.isEmpty() ? "" : " at " + at) + ": " + Text.clean(reason, MAX_MESSAGE);
    }

    private static String tooMuch(String message) {
        if (message.contains("nesting depth")) {
            return "deeper than is read (expected: nesting of at most " + CellJson.MAX_DEPTH + ")";
        } else if (message.contains("Number")) {
            return "a longer number than is read (expected: at most " + CellJson.MAX_NUMBER_LENGTH + " characters)";
        } else if (message.contains("Name")) {
            return "a longer name than is read (expected: at most " + CellJson.MAX_NAME_LENGTH + " characters)";
        }
        return "larger than is read";
    }

    private static String what(JsonProcessingException e) {
        if (e instanceof JsonFormatException misfit) {
            return misfit.getOriginalMessage();
        } else if (e instanceof InvalidFormatException format) {
            return Text.shown(String.valueOf(format.getValue())) + " (expected: "
                    + JsonFormatException.expected(format.getTargetType()) + ")";
        } else if (e instanceof ValueInstantiationException instantiation) {
            return constructorsWord(instantiation);
        } else if (e instanceof InvalidTypeIdException type) {
            String came = type.getTypeId() == null ? "no kind" : "kind " + Text.shown(type.getTypeId());
            return came + " (expected: a kind that is known)";
        } else if (e instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        } else if (e instanceof JsonMappingException && e.getCause() instanceof IllegalArgumentException) {
            return Text.clean(String.valueOf(e.getCause().getMessage()), MAX_MESSAGE);
        }
        return "does not fit";
    }

    private static String mismatch(MismatchedInputException e) {
        String message = e.getOriginalMessage();
        if (message.startsWith("Trailing token")) {
            return "more after the value (expected: one value)";
        }
        boolean missing = message.startsWith("Missing required") || message.startsWith("Missing creator");
        return (missing ? "missing" : "does not fit") + " (expected: " + JsonFormatException.expected(e.getTargetType())
                + ")";
    }

    /**
     * Returns the message of a record's constructor that refuses an argument, which is meant for the sender of the
     * request.
     */
    private static String constructorsWord(ValueInstantiationException e) {
        Throwable cause = e.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                return Text.clean(cause.getMessage(), MAX_MESSAGE);
            } else if (cause instanceof NullPointerException && isRequirement(cause)) {
                String name = Text.clean(String.valueOf(cause.getMessage()), MAX_MESSAGE);
                return name.indexOf(' ') < 0 ? name + ": missing (expected: a value)" : name;
            }
            cause = cause.getCause();
        }
        JavaType type = e.getType();
        return "does not fit (expected: " + JsonFormatException.expected(type == null ? null : type.getRawClass())
                + ")";
    }

    /**
     * Whether an exception comes from {@link java.util.Objects#requireNonNull(Object, String)}; messages of others may
     * name classes.
     */
    private static boolean isRequirement(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown.getMessage() != null
                && trace.length > 0
                && trace[0].getClassName().equals("java.util.Objects");
    }

    /** Returns the path to a member, such as {@code items[0].count}. */
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

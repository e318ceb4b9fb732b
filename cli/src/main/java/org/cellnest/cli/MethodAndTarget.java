package org.cellnest.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Holds the parsed arguments {@code [METHOD] PATH}.
 *
 * @param method upper case, or empty if none was given
 * @param target a path or URL
 */
record MethodAndTarget(String method, String target) {
    private static final Pattern METHOD = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,31}");

    static MethodAndTarget of(List<String> arguments) {
        if (arguments.size() == 1) {
            return new MethodAndTarget("", arguments.get(0));
        }
        String method = arguments.get(0);
        if (!METHOD.matcher(method).matches()) {
            throw NestException.usage(method + " (expected: a method such as GET, then a path)");
        }
        return new MethodAndTarget(method.toUpperCase(Locale.ROOT), arguments.get(1));
    }

    String methodOr(String usual) {
        return method.isEmpty() ? usual : method;
    }
}

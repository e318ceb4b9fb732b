package org.cellnest.runtime.handler;

import java.util.List;
import java.util.stream.Collectors;
import org.cellnest.cell.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that is read from texts, from the first of several places that has its name.
 *
 * @param fallback the texts of its default, or null if it has none; known to fit
 */
record ValueArgument(
        String name,
        List<ParameterSource> places,
        ValueType type,
        @Nullable List<String> fallback,
        CellJson json) implements Argument {
    @Override
    public @Nullable Object read(DispatchedRequest request) {
        for (ParameterSource parameterSource : places) {
            List<String> texts = parameterSource.texts(request, name, type, json);
            if (texts != null && !type.isMissing(texts)) {
                try {
                    return type.read(texts);
                } catch (ValueFormatException e) {
                    throw BindingErrors.wrong(
                            name,
                            parameterSource.label(),
                            e.text(),
                            type.scalar().expected());
                }
            }
        }
        return missing();
    }

    private Object missing() throws Problem {
        if (fallback != null) {
            try {
                return type.read(fallback);
            } catch (ValueFormatException e) {
                throw new IllegalStateException("a default that was checked when the deployment was built", e);
            }
        }
        Object none = type.missing();
        if (none == null) {
            throw BindingErrors.missing(name, where(), type.scalar().expected());
        }
        return none;
    }

    /** Names the places for people: {@code query, form or json}. */
    String where() {
        String all = places.stream().map(ParameterSource::label).collect(Collectors.joining(", "));
        int comma = all.lastIndexOf(", ");
        return comma < 0 ? all : all.substring(0, comma) + " or " + all.substring(comma + 2);
    }
}

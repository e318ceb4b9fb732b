package org.cellnest.runtime.handler;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A place in a request from which the texts of a value are read. */
enum ParameterSource {
    PATH,
    QUERY,
    FORM,
    JSON,
    PART,
    HEADER,
    COOKIE;

    /** Returns the name of the place for messages: {@code query}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the texts of a value at this place; null if it is missing. Only a JSON array can have none. */
    @Nullable
    List<String> texts(DispatchedRequest request, String name, ValueType type, CellJson json) {
        return switch (this) {
            case PATH -> one(request.variables().value(name));
            case QUERY ->
                request.query().isEmpty() ? null : some(request.params().all(name));
            case FORM -> some(request.form().all(name));
            case JSON -> member(request.json(json), name, type);
            case PART -> some(request.parts().texts(name));
            case HEADER -> some(request.wire().fields().all(name));
            case COOKIE -> some(request.cookies().all(name));
        };
    }

    private static @Nullable List<String> one(@Nullable String text) {
        return text == null ? null : List.of(text);
    }

    private static @Nullable List<String> some(List<String> texts) {
        return texts.isEmpty() ? null : texts;
    }

    private @Nullable List<String> member(@Nullable JsonFields body, String name, ValueType type) {
        try {
            return body == null
                    ? null
                    : body.texts(
                            name,
                            type.container() != null,
                            kind -> BindingErrors.wrongKind(
                                    name, label(), kind, type.scalar().expected()));
        } catch (IOException e) {
            throw JsonErrors.problem(e, name, label());
        }
    }
}

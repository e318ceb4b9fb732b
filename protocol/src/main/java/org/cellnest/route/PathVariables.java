package org.cellnest.route;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a template's variables in one path, in the order of the template. Immutable and thread-safe. */
public final class PathVariables {
    private final List<String> names;
    private final String[] values;

    PathVariables(List<String> names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /** Returns the names, in the order of the template: those of {@link PathTemplate#variableNames()}. */
    public List<String> names() {
        return names;
    }

    /**
     * Returns the value at an index of {@link #names()}, without a look-up by name, for callers that resolved the index
     * beforehand.
     */
    public String value(int index) {
        return values[index];
    }

    /** Returns the value of a name, or null where the template has no such variable. */
    public @Nullable String value(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : values[index];
    }

    /** Returns the number of variables of the template. */
    public int size() {
        return values.length;
    }

    /** Returns a new map in the order of the template, not modifiable. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(names.get(i), values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathVariables that && names.equals(that.names) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}

package org.cellnest.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Holds HTTP headers (RFC 9110, section 5) in the order of their arrival, repeated names included. Names match in any
 * case, and are kept in lower case. Immutable.
 */
public final class Headers {
    /** An instance without headers. */
    public static final Headers EMPTY = new Headers(new String[0]);

    private final String[] namesAndValues;

    private Headers(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /**
     * Returns headers from names and values in turn: {@code of("accept", "text/html", "x-tenant", "a")}.
     *
     * @throws IllegalArgumentException for an odd number of strings
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values: " + namesAndValues.length + " strings (expected: an even number)");
        }
        String[] copy = namesAndValues.clone();
        for (int i = 0; i < copy.length; i += 2) {
            copy[i] = lower(copy[i]);
        }
        return new Headers(copy);
    }

    /** Returns the first value of a name. */
    public Optional<String> first(String name) {
        String key = lower(name);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(key)) {
                return Optional.of(namesAndValues[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** Returns all values of a name, in order, one for each line; empty if there is none. */
    public List<String> all(String name) {
        String key = lower(name);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(key)) {
                values.add(namesAndValues[i + 1]);
            }
        }
        return values;
    }

    /** Whether there is a header of this name. */
    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** Returns the names, in lower case, each once, in order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add(namesAndValues[i]);
        }
        return names;
    }

    /** Returns the number of headers; repeated names count each time. */
    public int size() {
        return namesAndValues.length / 2;
    }

    /** Calls the consumer with each name (in lower case) and value, in order. */
    public void forEach(BiConsumer<String, String> consumer) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            consumer.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    /** Returns these headers with another one, after all of the same name. */
    public Headers plus(String name, String value) {
        String[] more = Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
        more[more.length - 2] = lower(name);
        more[more.length - 1] = value;
        return new Headers(more);
    }

    /** Returns these headers with this one in place of all of the same name. */
    public Headers with(String name, String value) {
        return without(name).plus(name, value);
    }

    /** Returns these headers without those of a name. */
    public Headers without(String name) {
        String key = lower(name);
        List<String> kept = new ArrayList<>(namesAndValues.length);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i].equals(key)) {
                kept.add(namesAndValues[i]);
                kept.add(namesAndValues[i + 1]);
            }
        }
        return kept.size() == namesAndValues.length ? this : new Headers(kept.toArray(new String[0]));
    }

    /** Returns the name in lower case. Most names are in lower case already. */
    private static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c >= 'A' && c <= 'Z') || c >= 0x80) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.equals(namesAndValues, that.namesAndValues);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(namesAndValues);
    }

    @Override
    public String toString() {
        return Arrays.toString(namesAndValues);
    }
}

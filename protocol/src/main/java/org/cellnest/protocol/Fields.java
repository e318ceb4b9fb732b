package org.cellnest.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A list of HTTP fields (RFC 9110, section 5) in the order of arrival, with repeated names kept. Names are lower case.
 * Names that begin with {@code ':'} are attributes of the exchange ({@link Attributes}), not HTTP fields. A value has
 * one ISO-8859-1 character for each octet, so that any octet survives. Immutable.
 */
public final class Fields {
    /** An empty list of fields. */
    public static final Fields EMPTY = new Fields(new String[0]);

    private final String[] namesAndValues;

    private Fields(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** Wraps alternating names and values; the array is not copied and must not change. */
    static Fields ofOwned(String[] namesAndValues) {
        return namesAndValues.length == 0 ? EMPTY : new Fields(namesAndValues);
    }

    /** Creates fields from alternating names and values: {@code of("host", "a", "accept", "b")}. */
    public static Fields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values: " + namesAndValues.length + " strings (expected: an even number)");
        }
        return ofOwned(namesAndValues.clone());
    }

    /** Returns the number of fields. */
    public int size() {
        return namesAndValues.length / 2;
    }

    public String name(int index) {
        return namesAndValues[2 * index];
    }

    public String value(int index) {
        return namesAndValues[2 * index + 1];
    }

    /** Returns the first value of a lower-case name, or null. */
    public @Nullable String first(String name) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                return namesAndValues[i + 1];
            }
        }
        return null;
    }

    /** Returns all values of a lower-case name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equals(name)) {
                values.add(namesAndValues[i + 1]);
            }
        }
        return values;
    }

    /** Returns these fields preceded by others, which are given as alternating names and values. */
    public Fields after(String... first) {
        String[] all = Arrays.copyOf(first, first.length + namesAndValues.length);
        System.arraycopy(namesAndValues, 0, all, first.length, namesAndValues.length);
        return of(all);
    }

    /** Calls the consumer with each name and value, in order. */
    public void forEach(BiConsumer<String, String> consumer) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            consumer.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields that && Arrays.equals(namesAndValues, that.namesAndValues);
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

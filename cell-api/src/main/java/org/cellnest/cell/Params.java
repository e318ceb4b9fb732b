package org.cellnest.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds names with one or more values each: the parameters of a query, the fields of a form, the cookies of a request.
 * Names and values are decoded; names are case-sensitive. Immutable.
 */
public final class Params {
    /** An instance without names. */
    public static final Params EMPTY = new Params(Map.of());

    /** The maximum number of pairs of one query, form or cookie header; more are refused. */
    public static final int MAX_PAIRS = 1000;

    private final Map<String, List<String>> valuesByName;

    private Params(Map<String, List<String>> valuesByName) {
        this.valuesByName = valuesByName;
    }

    /**
     * Parses a raw query or an {@code application/x-www-form-urlencoded} body, strictly. A {@code +} is a space, {@code
     * %} is followed by two hexadecimal digits, and the bytes are UTF-8. The query {@code a&b=} has {@code a} and
     * {@code b}, both empty.
     *
     * @param raw without the {@code '?'}
     * @throws Problem with status 400, if decoding fails or there are more than {@link #MAX_PAIRS} pairs
     */
    public static Params ofQuery(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int pairs = 0;
        for (int begin = 0; begin <= raw.length(); ) {
            int end = raw.indexOf('&', begin);
            end = end < 0 ? raw.length() : end;
            if (end > begin) {
                count(++pairs);
                int equals = raw.indexOf('=', begin);
                boolean bare = equals < 0 || equals >= end;
                String name = UrlDecoder.decode(raw, begin, bare ? end : equals);
                add(values, name, bare ? "" : UrlDecoder.decode(raw, equals + 1, end));
            }
            begin = end + 1;
        }
        return new Params(values);
    }

    /**
     * Parses the values of Cookie headers (RFC 6265, section 4.2.1), leniently. Pairs without name or {@code =} are
     * skipped. Quotes around a value are removed; nothing is decoded.
     *
     * @throws Problem with status 400, for more than {@link #MAX_PAIRS} pairs
     */
    public static Params ofCookies(List<String> headerValues) {
        if (headerValues.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        int pairs = 0;
        for (String header : headerValues) {
            for (int begin = 0; begin < header.length(); ) {
                int end = header.indexOf(';', begin);
                end = end < 0 ? header.length() : end;
                int equals = header.indexOf('=', begin);
                String name = equals < 0 || equals >= end
                        ? ""
                        : header.substring(begin, equals).strip();
                if (!name.isEmpty()) {
                    count(++pairs);
                    String value = header.substring(equals + 1, end).strip();
                    if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
                        value = value.substring(1, value.length() - 1);
                    }
                    add(values, name, value);
                }
                begin = end + 1;
            }
        }
        return new Params(values);
    }

    /** Returns the first value of a name; an empty text is a value. */
    public Optional<String> first(String name) {
        List<String> values = valuesByName.get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Returns all values of a name in order; empty if there is none. */
    public List<String> all(String name) {
        List<String> values = valuesByName.get(name);
        return values == null ? List.of() : Collections.unmodifiableList(values);
    }

    /** Whether there is a value of this name. */
    public boolean contains(String name) {
        return valuesByName.containsKey(name);
    }

    /** Returns the names, in the order of their first occurrence. */
    public Set<String> names() {
        return Collections.unmodifiableSet(valuesByName.keySet());
    }

    private static void add(Map<String, List<String>> values, String name, String value) {
        values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    }

    private static void count(int pairs) {
        if (pairs > MAX_PAIRS) {
            throw new Problem(400, "more than " + MAX_PAIRS + " names and values (expected: fewer)");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Params that && valuesByName.equals(that.valuesByName);
    }

    @Override
    public int hashCode() {
        return valuesByName.hashCode();
    }

    @Override
    public String toString() {
        return valuesByName.toString();
    }
}

package org.cellnest.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names with one or more values each: the parameters of a query, the fields of a form, the cookies of a request. Names
 * and values are decoded; names differ by case. Immutable.
 */
public final class Params {
    /** None. */
    public static final Params EMPTY = new Params(Map.of());

    /** The most pairs that are taken from one query, form or cookie header; more are refused. */
    public static final int MAX_PAIRS = 1000;

    private final Map<String, List<String>> valuesByName;

    private Params(Map<String, List<String>> valuesByName) {
        this.valuesByName = valuesByName;
    }

    /**
     * Reads a raw query or an {@code application/x-www-form-urlencoded} body, strictly: {@code +} is a space, {@code %}
     * is followed by two hexadecimal digits, and the bytes are UTF-8. {@code a&b=} has {@code a} and {@code b}, both
     * empty.
     *
     * @param raw without the {@code '?'}
     * @throws Problem with status 400, for what cannot be decoded and for more than {@link #MAX_PAIRS} pairs
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
     * Reads the values of Cookie headers (RFC 6265, section 4.2.1), leniently: pairs without name or {@code =} are passed over,
     * quotes around a value are taken off, nothing is decoded.
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

    /** The first value of a name; an empty text is a value. */
    public Optional<String> first(String name) {
        List<String> values = valuesByName.get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    /** All values of a name in order; empty if there is none. */
    public List<String> all(String name) {
        List<String> values = valuesByName.get(name);
        return values == null ? List.of() : Collections.unmodifiableList(values);
    }

    /** Whether there is a value of this name. */
    public boolean contains(String name) {
        return valuesByName.containsKey(name);
    }

    /** The names, in the order they came first. */
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

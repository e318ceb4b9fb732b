package org.cellnest.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A kind of object that a router lists, with its sort orders, filters and table. */
abstract class Listing {
    private final String field;

    Listing(String field) {
        this.field = field;
    }

    /**
     * Returns the name of the list in the router's documents, such as {@code cells}; it is also the last part of its
     * path.
     */
    final String field() {
        return field;
    }

    final String path() {
        return "/v1/" + field;
    }

    /** Returns the supported sort orders; the first is the default. */
    abstract List<String> orders();

    /** Sorts in place, by one of {@link #orders}. */
    abstract void sort(List<JsonNode> items, String order);

    /** Returns the supported filters, of {@code --cell} and {@code --deployment}. */
    abstract Set<String> filters();

    abstract boolean isOf(JsonNode item, String deployment, String cell);

    abstract List<Table.Column> columns();

    abstract List<Table.Cell> row(JsonNode item, Instant now);

    abstract String id(JsonNode item);

    final Comparator<JsonNode> byId() {
        return Comparator.comparing(this::id, new NaturalOrder());
    }

    /** Whether the item contains every word of the query. */
    final boolean matches(JsonNode item, String query) {
        String text = searched(item).toLowerCase(Locale.ROOT);
        for (String word : query.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the text of an item that a query searches. */
    abstract String searched(JsonNode item);

    final Table table(List<JsonNode> items, Instant now) {
        if (items.stream().allMatch(item -> rare(item).isEmpty())) {
            Table table = new Table(columns());
            items.forEach(item -> table.add(row(item, now)));
            return table;
        }
        Table table = new Table(with(columns(), flexible(rareTitle())));
        items.forEach(item -> table.add(with(row(item, now), cell(rare(item)))));
        return table;
    }

    /** Returns the title of the last column, which is omitted if no item has a value there. */
    String rareTitle() {
        return "KEY";
    }

    /** Returns an item's value in the last column, or an empty text. */
    String rare(JsonNode item) {
        return key(item);
    }

    /**
     * Returns the name of the key that a peer has proved to hold; empty for a peer without a key, and for other items.
     */
    static String key(JsonNode item) {
        return Json.text(item, "key");
    }

    private static <T> List<T> with(List<T> some, T last) {
        List<T> all = new ArrayList<>(some);
        all.add(last);
        return all;
    }

    static Table.Column flexible(String title) {
        return new Table.Column(title, Table.Kind.FLEXIBLE);
    }

    static Table.Column left(String title) {
        return new Table.Column(title, Table.Kind.LEFT);
    }

    static Table.Column right(String title) {
        return new Table.Column(title, Table.Kind.RIGHT);
    }

    static Table.Cell cell(String text) {
        return Table.Cell.of(text);
    }

    static Table.Cell cell(Object text) {
        return Table.Cell.of(text.toString());
    }

    static double rateOf(JsonNode item) {
        return Json.number(item.path("rates"), "requestsPerSecond").orElse(0);
    }
}

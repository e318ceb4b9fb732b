package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cellnest.cell.Filter;
import org.cellnest.route.PathTemplate;
import org.cellnest.route.TemplateException;

/**
 * Collects the filters of a deployment until its routes are built. Implements {@link
 * org.cellnest.cell.CellContext#filter}. Any thread.
 */
public final class FilterRegistry {
    /** The most filters of a deployment, which bounds the depth of a chain. */
    static final int MAX_FILTERS = 64;

    private final String deployment;
    private final List<RouteFilter> filters = new ArrayList<>();
    private boolean closed;

    public FilterRegistry(String deployment) {
        this.deployment = deployment;
    }

    /**
     * Adds a filter behind the others.
     *
     * @throws IllegalArgumentException if the template is invalid
     * @throws IllegalStateException if the routes have been built, or there are {@link #MAX_FILTERS} filters
     */
    public synchronized void add(String template, Filter filter) {
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(filter, "filter");
        if (closed) {
            throw new IllegalStateException("filter(" + Text.shown(template) + ") after the routes of " + deployment
                    + " were built (expected: in its CellSetup, or in a constructor of its route classes)");
        }
        if (filters.size() == MAX_FILTERS) {
            throw new IllegalStateException("filter(" + Text.shown(template) + "): filter " + (MAX_FILTERS + 1) + " of "
                    + deployment + " (expected: at most " + MAX_FILTERS + ")");
        }
        filters.add(new RouteFilter(parsed(template), filter));
    }

    private static PathTemplate parsed(String template) {
        try {
            return PathTemplate.parse(template);
        } catch (TemplateException e) {
            throw new IllegalArgumentException("filter: " + e.getMessage(), e);
        }
    }

    /** Returns the filters in the order in which they were added, and closes. */
    synchronized List<RouteFilter> take() {
        List<RouteFilter> all = List.copyOf(filters);
        close();
        return all;
    }

    /** Forgets the filters, and takes no more. */
    public synchronized void close() {
        closed = true;
        filters.clear();
    }
}

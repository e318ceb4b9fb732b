package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Filter;
import org.cellnest.route.PathOverlap;
import org.cellnest.route.PathTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Runs a route method within the filters whose templates select paths of the route. A filter that selects only some of
 * these paths is matched with each request. Immutable and thread-safe.
 */
final class FilterChain {
    /**
     * A filter in a chain.
     *
     * @param some decides the paths that it runs for; null: all of the route
     */
    private record Link(@Nullable PathTemplate some, Filter filter) {
        boolean selects(String path) {
            return some == null || some.bind(path) != null;
        }
    }

    private final RouteCall call;
    private final Link[] links; // outermost first

    private FilterChain(RouteCall call, Link[] links) {
        this.call = call;
        this.links = links;
    }

    /** @param filters of the deployment, outermost first */
    static FilterChain of(RouteCall call, List<RouteFilter> filters) {
        List<Link> links = new ArrayList<>();
        for (RouteFilter filter : filters) {
            PathOverlap overlap = PathOverlap.of(filter.template(), call.spec().template());
            if (overlap != PathOverlap.NONE) {
                links.add(new Link(overlap == PathOverlap.ALL ? null : filter.template(), filter.filter()));
            }
        }
        return new FilterChain(call, links.toArray(Link[]::new));
    }

    /** Whether no filter runs for any path of the route. */
    boolean isEmpty() {
        return links.length == 0;
    }

    /** Runs filters and method in the caller's thread. Returns the result, which is not yet awaited. */
    @Nullable
    Object run(DispatchedRequest request, Execution execution) throws Throwable {
        return links.length == 0 ? call.run(request) : runFrom(0, request, execution);
    }

    private @Nullable Object runFrom(int index, DispatchedRequest request, Execution execution) throws Throwable {
        for (int i = index; i < links.length; i++) {
            if (links[i].selects(request.path())) {
                try (Remainder next = new Remainder(i + 1, request, execution)) {
                    return links[i].filter().around(request, next);
                }
            }
        }
        Object result = call.run(request);
        if (result instanceof CompletionStage<?> stage) {
            execution.awaiting(stage); // a filter may return another, through which no cancel reaches this one
        }
        return result;
    }

    /** The part of the chain behind one filter, for one request. */
    private final class Remainder implements Filter.Next, AutoCloseable {
        private final int index;
        private final DispatchedRequest request;
        private final Execution execution;
        private final Thread thread = Thread.currentThread();
        /** The reason not to proceed; null until there is one. Of {@link #thread} alone. */
        private @Nullable String refusal;

        Remainder(int index, DispatchedRequest request, Execution execution) {
            this.index = index;
            this.request = request;
            this.execution = execution;
        }

        @Override
        @SuppressWarnings("NullAway") // a result may be null, which cell-api has no annotation for
        public Object proceed() throws Exception {
            if (Thread.currentThread() != thread) {
                throw new IllegalStateException(
                        "proceed() in another thread (expected: in that of the filter, before it returns)");
            }
            if (refusal != null) {
                throw new IllegalStateException(refusal);
            }
            refusal = "proceed() called again (expected: at most once for each request)";
            try {
                return runFrom(index, request, execution);
            } catch (Throwable t) { // a method may declare any
                throw FilterChain.<RuntimeException>unchecked(t);
            }
        }

        @Override
        public void close() {
            refusal = "proceed() after its filter has returned (expected: before)";
        }
    }

    /** Throws any exception from where only some are declared; never returns. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}

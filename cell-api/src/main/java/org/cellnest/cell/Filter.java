package org.cellnest.cell;

/**
 * Runs around route methods: before the parameters of a request are read, and again with the method's result or
 * exception. {@link CellContext#filter} registers one.
 *
 * <pre>{@code
 * context.filter("/{path...}", (request, next) -> {
 *     if (request.header("authorization").isEmpty()) {
 *         return new Problem(401, "no token").header("www-authenticate", "Bearer");
 *     }
 *     Object result = next.proceed();
 *     return result instanceof Order order ? Response.ok(order).header("cache-control", "no-store") : result;
 * });
 * }</pre>
 *
 * <p><b>Results.</b> {@link Next#proceed} returns the result of the route method before it is written: a text, record,
 * {@link Response}, {@code Optional}, stage, or null for {@code void}. The result of the filter takes its place, and
 * is written as a result of the method would be. A filter that does not proceed answers the request itself; no
 * parameter is read then.
 *
 * <p><b>Stages.</b> If the method returns a {@code CompletionStage}, so does {@link Next#proceed}, usually before the
 * stage is complete. The filter returns this stage, or one that depends on it, such as {@code stage.thenApply(...)}. A
 * {@code finally} block around {@link Next#proceed} thus runs before the stage completes. If the request is cancelled,
 * the nest cancels the stages of the method and of the outermost filter.
 *
 * <p><b>Exceptions.</b> {@link Next#proceed} throws the exceptions of the route method and of inner filters as they
 * are. That includes the {@link Problem} for a parameter that does not bind (400, 415). An exception of a filter is
 * answered like one of the method: by a {@link Catches @Catches} method, else by the nest.
 *
 * <p><b>Threads.</b> A filter runs in the thread of the route method, within the deadline of the request, and is
 * interrupted with it. One filter serves many requests at a time, so it must be thread-safe.
 *
 * <p>Filters run for requests of clients and of other cells. They do not run for answers that the nest gives without
 * the cell, such as the 404 of a path without a route.
 */
@FunctionalInterface
public interface Filter {
    /**
     * Answers a request, usually with the result of {@link Next#proceed}.
     *
     * @param request {@link Request#pathVariables} are those of the route's template
     * @param next the filters behind this one, and the route method
     * @return the result to be answered; may be null, which is 204
     * @throws Exception answered like an exception of the route method
     */
    Object around(Request request, Next next) throws Exception;

    /** Runs the rest of a request's filters, and the route method. Implemented by the nest alone. */
    @FunctionalInterface
    interface Next {
        /**
         * Reads the parameters and runs the route method, within the filters behind this one.
         *
         * @return the result; may be null
         * @throws Exception of the parameters, the route method or a filter behind this one
         * @throws IllegalStateException if it was called before, by another thread than the filter's, or after the
         *     filter has returned
         */
        Object proceed() throws Exception;
    }
}

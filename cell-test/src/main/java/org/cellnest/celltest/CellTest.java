package org.cellnest.celltest;

import java.lang.System.Logger.Level;
import java.util.List;
import org.cellnest.runtime.deploy.ClassPathDeployment;

/**
 * Deploys a cell for a test, and answers requests as a nest would.
 *
 * <pre>{@code
 * try (CellTest cell = CellTest.builder(Orders.class).setup(OrdersSetup.class).setting("orders.max", 5).start()) {
 *     CellResponse created = cell.post("/api/orders", new NewOrder("tea", 2));
 *     assertEquals(201, created.status());
 *     assertEquals("tea", cell.get(created.header("location").orElseThrow()).json(Order.class).item());
 * }
 * }</pre>
 *
 * <p>Targets are written as in a request line: percent-encoded, with the query after {@code '?'}. They are decoded,
 * matched and refused as in a nest. The nest's own answers (404, 405, 504 and the like) occur here too. Redirects are
 * not followed, and cookies not kept.
 *
 * <p>Any thread. Each request waits for its answer in the caller's thread, while the route runs in a thread of the
 * cell.
 */
public final class CellTest implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.cellnest.celltest");

    private final LocalNest nest;

    CellTest(LocalNest nest) {
        this.nest = nest;
    }

    /**
     * Deploys these classes with only the cell's own defaults.
     *
     * @throws FailedDeploymentException if a nest would refuse them
     */
    public static CellTest of(Class<?>... routeClasses) {
        return builder(routeClasses).start();
    }

    /** Begins a deployment of these classes. */
    public static CellTestBuilder builder(Class<?>... routeClasses) {
        return new CellTestBuilder(List.of(routeClasses), null);
    }

    /**
     * Begins a deployment of a whole cell: all route classes in the folder or jar of this class, and the setup in the
     * same place.
     */
    public static CellTestBuilder wholeCell(Class<?> anyClassOfIt) {
        return new CellTestBuilder(List.of(), anyClassOfIt);
    }

    /** Begins a request. */
    public CellRequest request(String method, String target) {
        return new CellRequest(nest, method, target);
    }

    /** Sends a GET request. */
    public CellResponse get(String target) {
        return request("GET", target).send();
    }

    /** Sends a HEAD request, with the answer of GET without its body. */
    public CellResponse head(String target) {
        return request("HEAD", target).send();
    }

    /** Sends an OPTIONS request. */
    public CellResponse options(String target) {
        return request("OPTIONS", target).send();
    }

    /** Sends a DELETE request. */
    public CellResponse delete(String target) {
        return request("DELETE", target).send();
    }

    /** Sends a POST request without a body. */
    public CellResponse post(String target) {
        return request("POST", target).send();
    }

    /** Sends a POST request with a body of JSON; see {@link CellRequest#json}. */
    public CellResponse post(String target, Object json) {
        return request("POST", target).json(json).send();
    }

    /** Sends a PUT request with a body of JSON; see {@link CellRequest#json}. */
    public CellResponse put(String target, Object json) {
        return request("PUT", target).json(json).send();
    }

    /** Sends a PATCH request with a body of JSON; see {@link CellRequest#json}. */
    public CellResponse patch(String target, Object json) {
        return request("PATCH", target).json(json).send();
    }

    /**
     * Closes the deployment: runs the {@code onClose} hooks, last first, cancels running requests, and ends the cell's
     * threads. A warning of the logger {@code org.cellnest.celltest} names threads that do not end, since in a nest
     * they would keep the cell's classes in memory. Closing again does nothing.
     *
     * @throws IllegalStateException if hooks have thrown, with the first exception as cause and the others suppressed
     */
    @Override
    public void close() {
        ClassPathDeployment.Leftovers left = nest.close();
        if (!left.threads().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "threads that do not end: {0} (expected: ended by an onClose hook, or by their interrupt)",
                    String.join(", ", left.threads()));
        }
        List<Throwable> failures = left.failures();
        if (!failures.isEmpty()) {
            IllegalStateException failure =
                    new IllegalStateException("a hook of onClose threw " + failures.get(0), failures.get(0));
            failures.subList(1, failures.size()).forEach(failure::addSuppressed);
            throw failure;
        }
    }
}

package org.cellnest.celltest;

import java.lang.System.Logger.Level;
import java.util.List;
import org.cellnest.runtime.deploy.ClassPathDeployment;

/**
 * A cell that is deployed for a test, and answers requests as it would in a nest.
 *
 * <pre>{@code
 * try (CellTest cell = CellTest.builder(Orders.class).setup(OrdersSetup.class).setting("orders.max", 5).start()) {
 *     CellResponse created = cell.post("/api/orders", new NewOrder("tea", 2));
 *     assertEquals(201, created.status());
 *     assertEquals("tea", cell.get(created.header("location").orElseThrow()).json(Order.class).item());
 * }
 * }</pre>
 *
 * <p>Targets are written as in a request line: escaped, with the query after {@code '?'}. They are decoded, matched and
 * refused as in a nest, whose own answers (404, 405, 504 and the like) are given here too. Redirects are not followed, and
 * cookies not kept.
 *
 * <p>Any thread; each request waits for its answer in the caller's thread while the route runs in one of the cell's own.
 */
public final class CellTest implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.cellnest.celltest");

    private final LocalNest nest;

    CellTest(LocalNest nest) {
        this.nest = nest;
    }

    /**
     * Deploys these classes with nothing but the cell's own defaults.
     *
     * @throws FailedDeploymentException as a nest would refuse them
     */
    public static CellTest of(Class<?>... routeClasses) {
        return builder(routeClasses).start();
    }

    /** Begins a deployment of these classes. */
    public static CellTestBuilder builder(Class<?>... routeClasses) {
        return new CellTestBuilder(List.of(routeClasses), null);
    }

    /**
     * Begins a deployment of a whole cell: all route classes in the folder or jar of this class, and the setup that lies
     * there.
     */
    public static CellTestBuilder wholeCell(Class<?> anyClassOfIt) {
        return new CellTestBuilder(List.of(), anyClassOfIt);
    }

    /** Begins a request. */
    public CellRequest request(String method, String target) {
        return new CellRequest(nest, method, target);
    }

    /** Asks with GET. */
    public CellResponse get(String target) {
        return request("GET", target).send();
    }

    /** Asks with HEAD: the answer of GET without its body. */
    public CellResponse head(String target) {
        return request("HEAD", target).send();
    }

    /** Asks with OPTIONS. */
    public CellResponse options(String target) {
        return request("OPTIONS", target).send();
    }

    /** Asks with DELETE. */
    public CellResponse delete(String target) {
        return request("DELETE", target).send();
    }

    /** Asks with POST and no body. */
    public CellResponse post(String target) {
        return request("POST", target).send();
    }

    /** Asks with POST and a body of JSON, as {@link CellRequest#json} takes it. */
    public CellResponse post(String target, Object json) {
        return request("POST", target).json(json).send();
    }

    /** Asks with PUT and a body of JSON, as {@link CellRequest#json} takes it. */
    public CellResponse put(String target, Object json) {
        return request("PUT", target).json(json).send();
    }

    /** Asks with PATCH and a body of JSON, as {@link CellRequest#json} takes it. */
    public CellResponse patch(String target, Object json) {
        return request("PATCH", target).json(json).send();
    }

    /**
     * Closes the deployment: runs the {@code onClose} hooks, last first, cancels what still runs, and ends the cell's
     * threads. Threads that live on are named in a warning of the logger {@code org.cellnest.celltest}, since in a nest they
     * would keep the cell's classes in memory. Closing again does nothing.
     *
     * @throws IllegalStateException when hooks have thrown, with the first as cause and the others suppressed
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

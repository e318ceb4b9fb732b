package org.cellnest.cell;

/**
 * Prepares a deployment before its routes are built. A jar has at most one; it needs a public constructor without
 * parameters.
 *
 * <pre>{@code
 * public class OrdersSetup implements CellSetup {
 *     public void setUp(CellContext context) {
 *         Database database = new Database(context.settings().string("orders.url"));
 *         context.provide(Database.class, database);
 *         context.onClose(database::close);
 *     }
 * }
 *
 * public class Orders {
 *     public Orders(Database database) { ... }     // provided above
 * }
 * }</pre>
 */
public interface CellSetup {
    /**
     * Sets up the deployment. Called once, before the route classes are constructed. An exception fails the deployment,
     * and the last good version continues to serve.
     *
     * @param context the deployment's, valid until it closes
     * @throws Exception the deployment fails
     */
    void setUp(CellContext context) throws Exception;
}

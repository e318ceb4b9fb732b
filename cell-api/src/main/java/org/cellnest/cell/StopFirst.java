package org.cellnest.cell;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes each version of a deployment stop before its successor starts, for a cell that holds what only one can have: the
 * file of an embedded database, a port, a lock. Stands on the {@link CellSetup} or on a class with routes. {@code
 * Cellnest-Update-Order: stop-first} in the manifest is the same.
 *
 * <p>Without it the successor starts first, and the two overlap. With it the version that serves takes no new request,
 * finishes those it has, and closes; then the successor is set up. Requests wait in the router meanwhile, each for {@code
 * router.parking-time} at most, and go to other cells of the deployment where there are any. If the successor does not
 * start, the version before is loaded again. It holds for a swap when either of the two versions has it.
 *
 * <pre>{@code
 * @StopFirst
 * public class OrdersSetup implements CellSetup { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StopFirst {}

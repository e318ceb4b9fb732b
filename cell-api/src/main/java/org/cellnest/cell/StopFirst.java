package org.cellnest.cell;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes each version of a deployment stop before its successor starts. A cell needs it for an exclusive resource: the
 * file of an embedded database, a port, a lock. Put it on the {@link CellSetup} or on a class with routes. {@code
 * Cellnest-Update-Order: stop-first} in the manifest has the same effect.
 *
 * <p>Without it the successor starts first, and the two overlap. With it the serving version takes no new request,
 * finishes its requests, and closes; then the successor is set up. In the meantime requests wait in the router, each
 * for {@code router.parking-time} at most. They go to other cells of the deployment if there are any. If the successor
 * does not start, the previous version is loaded again. It applies to a swap when either of the two versions has it.
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

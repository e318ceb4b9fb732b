/**
 * Compiles the classes of a deployment into handlers and runs them.
 *
 * <p>{@link HandlerTable} is built once, when a jar is deployed. It constructs the route classes and compiles each
 * {@code @Route} method into a {@link HandlerMethod}, or refuses the whole with an {@link InvalidCellException} that
 * its author can act on. The type and the place of each parameter are decided then; a request costs the reading of its
 * values and one call of a method handle.
 *
 * <p>A {@link FilterChain} holds the filters that a route has, chosen when the table is built, so a route without
 * filters costs nothing more. {@link RouteAnswers} hands exceptions to the deployment's {@code @Catches} methods.
 *
 * <p>{@link HandlerExecutor} runs the handlers. The caller submits a batch of {@link Execution}s and gets back those
 * that find no room. It receives the answer of each other one exactly once through a {@link ReplySink}. A handler never
 * runs on the caller's thread.
 *
 * <p>Every outcome of a handler becomes a {@link ReplyContent}. A {@link org.cellnest.cell.Problem} has its own status,
 * and a value that does not bind is 400. Any other exception, including errors of the JVM, is 500 with a reference to
 * the log.
 *
 * <p>All objects here belong to one deployment and are released with it; no static field refers to a class of a cell.
 */
@NullMarked
package org.cellnest.runtime.handler;

import org.jspecify.annotations.NullMarked;

/**
 * From the classes of a deployment to running methods.
 *
 * <p>{@link HandlerTable} is built once, when a jar is deployed: it constructs the route classes and compiles each {@code
 * @Route} method into a {@link HandlerMethod}, or refuses the whole with an {@link InvalidCellException} that its author
 * can act on. What a parameter is and where it comes from is decided then; a request costs the reading of its values and
 * one call of a method handle.
 *
 * <p>{@link HandlerExecutor} runs them. The caller hands over a batch of {@link Execution}s, gets back those there is no
 * room for, and hears the answer of each other one exactly once through a {@link ReplySink}. It never runs a handler on
 * the caller's thread.
 *
 * <p>Whatever a handler does ends in a {@link ReplyContent}: a {@link org.cellnest.cell.Problem} is its own status, a value
 * that does not bind is 400, and anything else thrown, errors of the JVM included, is 500 with a reference to the log.
 *
 * <p>Everything here belongs to one deployment and is let go with it; nothing static knows a class of a cell.
 */
@NullMarked
package org.cellnest.runtime.handler;

import org.jspecify.annotations.NullMarked;

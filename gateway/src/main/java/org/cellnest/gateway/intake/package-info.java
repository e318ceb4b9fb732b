/**
 * Reads from the connections of clients below Undertow, so that every request is well-formed before its parser sees it.
 *
 * <p>{@link org.cellnest.gateway.intake.RequestConduit} feeds each octet to the scanners of {@code framing}; {@link
 * org.cellnest.gateway.intake.RequestIntake} keeps the deadlines of idle connections and of incomplete heads.
 */
@NullMarked
package org.cellnest.gateway.intake;

import org.jspecify.annotations.NullMarked;

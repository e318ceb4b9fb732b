package org.cellnest.runtime.handler;

import org.jspecify.annotations.Nullable;

/** Reads the value of one parameter from a request. Decided when the deployment is built; any thread. */
@FunctionalInterface
interface Argument {
    /**
     * The value, of the parameter's type; null only where that type's value is null.
     *
     * @throws org.cellnest.cell.Problem when it is missing or does not fit
     */
    @Nullable
    Object read(DispatchedRequest request);
}

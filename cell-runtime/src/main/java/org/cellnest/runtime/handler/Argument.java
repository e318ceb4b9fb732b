package org.cellnest.runtime.handler;

import org.jspecify.annotations.Nullable;

/** Reads the value of one parameter from a request. Compiled when the deployment is built. Thread-safe. */
@FunctionalInterface
interface Argument {
    /**
     * Returns the value, of the parameter's type; null only if that type's value is null.
     *
     * @throws org.cellnest.cell.Problem if the value is missing or does not fit
     */
    @Nullable
    Object read(DispatchedRequest request);
}

/**
 * Defines immutable records of the state of the nest at one moment: its cells, gateways, routes and the router itself.
 *
 * <p>The broker's thread makes them; the control plane reads them from any thread.
 */
@NullMarked
package org.cellnest.router.snapshot;

import org.jspecify.annotations.NullMarked;

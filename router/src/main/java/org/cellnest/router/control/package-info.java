/**
 * The router's control plane: what operators, the dashboard and the command line ask and tell the router by HTTP. Nothing here
 * touches the broker: {@link org.cellnest.router.control.NestControl} is what it is asked through, in short questions that it
 * answers between its turns, and the records of {@code org.cellnest.router.snapshot} are what it lets be known. All else is views of these as JSON.
 */
@NullMarked
package org.cellnest.router.control;

import org.jspecify.annotations.NullMarked;

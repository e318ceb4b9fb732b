/**
 * Serves the router's control plane: the requests and commands of operators, the dashboard and the command line by
 * HTTP. No class here touches the broker itself. Requests go through {@link org.cellnest.router.control.NestControl}
 * and are short, and the broker answers them between its turns. The records of {@code org.cellnest.router.snapshot} are
 * the answers. The other classes show them as JSON.
 */
@NullMarked
package org.cellnest.router.control;

import org.jspecify.annotations.NullMarked;

package org.cellnest.router;

import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;

/**
 * A route as its cell reported it, with its template compiled.
 *
 * @param info what was reported
 * @param template the compiled template
 */
record CompiledRoute(RouteInfo info, PathTemplate template) {}

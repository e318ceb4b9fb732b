package org.cellnest.runtime.handler;

import org.cellnest.cell.Filter;
import org.cellnest.route.PathTemplate;

/**
 * A filter of a deployment.
 *
 * @param template selects the requests that it runs for, by their paths
 */
record RouteFilter(PathTemplate template, Filter filter) {}

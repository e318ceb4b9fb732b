/**
 * Serves the nest's own description. It is an OpenAPI document, built on request from the routes that the routers
 * report, with the pages that show it. No proxied request passes through this package.
 */
@NullMarked
package org.cellnest.gateway.docs;

import org.jspecify.annotations.NullMarked;

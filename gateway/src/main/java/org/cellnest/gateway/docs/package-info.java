/**
 * The nest's own description: the routes as the routers tell them, made into an OpenAPI document when somebody asks for it,
 * and the pages that show it. Nothing here is on a request's way.
 */
@NullMarked
package org.cellnest.gateway.docs;

import org.jspecify.annotations.NullMarked;

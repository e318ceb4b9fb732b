/**
 * Serves HTTP clients: checks each request, reads its body, and writes the answer, on the I/O thread of its connection.
 *
 * <p>{@link org.cellnest.gateway.http.IngressHandler} is Undertow's handler; {@link
 * org.cellnest.gateway.http.HttpRequest} is one request of a client from its head to the last octet of its answer.
 */
@NullMarked
package org.cellnest.gateway.http;

import org.jspecify.annotations.NullMarked;

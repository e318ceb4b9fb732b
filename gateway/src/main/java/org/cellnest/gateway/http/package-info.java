/**
 * Serves HTTP clients: checks each request, reads its body, and writes the answer, on the I/O thread of its connection.
 *
 * <p>{@link org.cellnest.gateway.http.IngressHandler} is Undertow's handler. It judges each head and starts one {@link
 * org.cellnest.gateway.http.HttpRequest}, which reads the body and waits for the dispatcher's outcome. An {@link
 * org.cellnest.gateway.http.AnswerWriting} writes the answer and finishes the exchange, and a {@link
 * org.cellnest.gateway.http.RequestObservation} records it. A head that is refused has the last two only.
 */
@NullMarked
package org.cellnest.gateway.http;

import org.jspecify.annotations.NullMarked;

/**
 * Judges HTTP/1.1 requests octet by octet (RFC 9112), wherever TCP cuts them, without sockets, threads or a clock.
 *
 * <p>{@link org.cellnest.gateway.framing.HeadScanner} finds the end of a head and how its body ends, {@link
 * org.cellnest.gateway.framing.ChunkScanner} the end of a chunked body. Whatever is not exactly of the grammar is refused
 * before Undertow's own parser, which guesses and answers in a form of its own, comes to see it.
 */
@NullMarked
package org.cellnest.gateway.framing;

import org.jspecify.annotations.NullMarked;

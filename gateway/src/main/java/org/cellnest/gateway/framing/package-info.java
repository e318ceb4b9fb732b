/**
 * Judges HTTP/1.1 requests octet by octet (RFC 9112), wherever TCP cuts them, without sockets, threads or a clock.
 *
 * <p>{@link org.cellnest.gateway.framing.HeadScanner} finds the end of a head and the framing of its body. {@link
 * org.cellnest.gateway.framing.ChunkScanner} finds the end of a chunked body. A request that breaks the grammar is
 * refused before Undertow's own parser receives it, which would guess and answer in a form of its own.
 */
@NullMarked
package org.cellnest.gateway.framing;

import org.jspecify.annotations.NullMarked;

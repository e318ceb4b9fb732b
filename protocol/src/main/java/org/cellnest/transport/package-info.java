/**
 * Moves opaque frames between processes; the only code that touches JeroMQ.
 *
 * <p>A process has one {@link org.cellnest.transport.Transport}. A router opens one
 * {@link org.cellnest.transport.RouterSocket} on it, gateways and cells open a {@link org.cellnest.transport.Link} for
 * each lane. A frame is one ZeroMQ message, a {@code byte[]}; what is in it is not this package's business.
 *
 * <p>Each socket is owned by the one thread that uses it, usually an {@link org.cellnest.transport.AgentRunner}'s.
 * Other threads leave their wishes in a bounded {@link org.cellnest.transport.Mailbox}, which wakes the owner through
 * the socket's {@link org.cellnest.transport.Waker}. A lone wait therefore covers input, wishes and deadlines.
 *
 * <p>Peers are strangers. What a connection may do to us is bounded here, before a frame reaches its owner: the size of
 * a frame, the number of frames waiting, the number of connections, the time a connection may take to introduce itself,
 * and the address it is known by, which is always of our making.
 */
@NullMarked
package org.cellnest.transport;

import org.jspecify.annotations.NullMarked;

/**
 * Moves opaque frames between processes over ZMTP 3 (RFC 23 and 37).
 *
 * <p>A router opens one {@link org.cellnest.transport.RouterSocket}. Gateways and cells open a {@link
 * org.cellnest.transport.Link} for each lane that a thread waits on, or an {@link org.cellnest.transport.EventLink} on
 * a connection that belongs to an event loop. A frame is one ZeroMQ message; this package does not interpret its
 * content. A large frame lies in a chunk of its owner's pool ({@link org.cellnest.buffer}).
 *
 * <p>Each connection has an {@link org.cellnest.transport.Engine}, which encodes and decodes its frames. It comes from
 * the {@link org.cellnest.transport.Transport} that a process was started with. {@link
 * org.cellnest.transport.NativeTransport} is in this package, with {@code ZmtpReader} and {@code ZmtpWriter}; the
 * default, JeroMQ's, is a module of its own.
 *
 * <p>Each socket is owned by the one thread that uses it, usually an {@link org.cellnest.transport.AgentRunner}'s. This
 * thread moves the bytes itself: there is no thread behind it, so no thread is woken for a frame, and nothing happens
 * between calls. Other threads leave their requests in a bounded {@link org.cellnest.transport.Mailbox}, which wakes
 * the owner through the socket's {@link org.cellnest.transport.Waker}. A single wait therefore covers input, requests
 * and deadlines.
 *
 * <p>Peers are untrusted. The resources of a connection are bounded here, before a frame reaches its owner. The bounds
 * concern the size of a frame, the bytes kept of an incomplete frame, the number of frames waiting, the number of
 * connections, and the time for the first frame. The address of a connection is always assigned here.
 */
@NullMarked
package org.cellnest.transport;

import org.jspecify.annotations.NullMarked;

/**
 * Carries the connections of a nest by JeroMQ: its engine does greeting, framing, PING and the mechanisms NULL and CURVE
 * (RFC 23, 26 and 37), on the threads that own the connections. No socket, pipe or I/O thread of JeroMQ's takes part.
 *
 * <p>The only package that knows JeroMQ. It uses inner classes of it, so a new version of JeroMQ has to pass this module's
 * tests before anything else.
 */
@NullMarked
package org.cellnest.transport.jeromq;

import org.jspecify.annotations.NullMarked;

/**
 * Carries the connections of a nest by JeroMQ. Its engine implements greeting, framing, PING and the mechanisms NULL
 * and CURVE (RFC 23, 26 and 37), on the threads that own the connections. No socket, pipe or I/O thread of JeroMQ takes
 * part.
 *
 * <p>The only package that knows JeroMQ. It uses inner classes of JeroMQ, so a new version has to pass this module's
 * tests before anything else.
 */
@NullMarked
package org.cellnest.transport.jeromq;

import org.jspecify.annotations.NullMarked;

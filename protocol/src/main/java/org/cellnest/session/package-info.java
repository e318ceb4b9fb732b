/**
 * Conducts a peer's side of a session with a router.
 *
 * <p>{@link org.cellnest.session.Handshake} begins every connection, and {@link org.cellnest.session.LivenessTracker}
 * detects a silent router. {@link org.cellnest.session.PrimarySession} keeps a session's state by means of both. These
 * three have no sockets, threads or clock. {@link org.cellnest.session.PrimaryLink} owns the sessions' primary
 * connections, one after another. Gateway and cell add their own rules, lanes and threads.
 */
@NullMarked
package org.cellnest.session;

import org.jspecify.annotations.NullMarked;

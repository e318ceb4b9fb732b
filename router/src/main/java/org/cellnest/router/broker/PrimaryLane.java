package org.cellnest.router.broker;

/**
 * The connection by which a session was registered.
 *
 * @param connection its number
 * @param address the remote address, {@code HOST:PORT}, or empty if it is not known
 * @param key the name of the key that the peer has proved to hold, or empty
 */
record PrimaryLane(int connection, String address, String key) {}

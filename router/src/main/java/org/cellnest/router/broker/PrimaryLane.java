package org.cellnest.router.broker;

/**
 * The connection that a session was registered by.
 *
 * @param connection its number
 * @param address the peer's end of it, {@code HOST:PORT}, or empty if that is not known
 * @param key the name of the key that the peer has proved to hold, or empty
 */
record PrimaryLane(int connection, String address, String key) {}

package org.cellnest.gateway.intake;

/**
 * Bounds the heads of requests and the wait for them.
 *
 * @param maxBytes octets of a head, its line included; also octets of the trailers of a body
 * @param maxFields fields of a head
 * @param readTimeoutMs the longest wait for a head after its first octet; also for the next octets of a body or an
 *     answer
 * @param idleTimeoutMs the longest wait of a connection for its next request
 */
public record HeadLimits(int maxBytes, int maxFields, int readTimeoutMs, int idleTimeoutMs) {}

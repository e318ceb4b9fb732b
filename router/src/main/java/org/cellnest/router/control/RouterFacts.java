package org.cellnest.router.control;

/**
 * What does not change about a router.
 *
 * @param front where gateways connect, with the real port
 * @param back where cells connect
 * @param startedAtMs in milliseconds since 1970 UTC
 */
public record RouterFacts(String id, String incarnation, String version, String front, String back, long startedAtMs) {}

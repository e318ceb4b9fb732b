package org.cellnest.router.control;

/**
 * The constant properties of a router.
 *
 * @param front the endpoint for gateways, with the real port
 * @param back the endpoint for cells
 * @param startedAtMs in milliseconds since 1970 UTC
 */
public record RouterFacts(String id, String incarnation, String version, String front, String back, long startedAtMs) {}

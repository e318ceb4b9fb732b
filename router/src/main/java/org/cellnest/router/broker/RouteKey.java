package org.cellnest.router.broker;

/**
 * The identity of a route: the request method and the template's canonical shape.
 *
 * @param method the request method
 * @param shape the template with variable names removed and constraints kept
 */
public record RouteKey(String method, String shape) {}

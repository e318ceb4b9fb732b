package org.cellnest.gateway.docs;

import java.util.Map;

/**
 * An answer that the gateway gives by itself, such as to a request for the description.
 *
 * @param status 200, 304, 308, 404, 405 or 503
 * @param headers in lower case, the content type among them
 * @param body not to be changed
 */
public record Page(int status, Map<String, String> headers, byte[] body) {}

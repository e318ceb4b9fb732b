package org.cellnest.gateway.docs;

import java.util.Map;

/**
 * An answer of the gateway's own, such as a page of the description.
 *
 * @param status 200, 304, 308, 404, 405, 500 or 503
 * @param headers in lower case, the content type among them
 * @param body must not be changed
 */
public record Page(int status, Map<String, String> headers, byte[] body) {}

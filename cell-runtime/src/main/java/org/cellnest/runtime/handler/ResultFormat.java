package org.cellnest.runtime.handler;

import java.nio.charset.Charset;

/**
 * The format of results without a content type of their own.
 *
 * @param method the name of the method that returns them, for logs
 * @param produces the content type; empty: by the type of the result
 * @param charset of texts
 */
record ResultFormat(String method, String produces, Charset charset) {}

/** Writes the access log: one line for each request, in one of two formats. */
@NullMarked
package org.cellnest.gateway.access;

import org.jspecify.annotations.NullMarked;

/** The access log: what is written about each request, and in which form. */
@NullMarked
package org.cellnest.gateway.access;

import org.jspecify.annotations.NullMarked;

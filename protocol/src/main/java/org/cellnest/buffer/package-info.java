/** Holds bytes on their way between sockets. */
@NullMarked
package org.cellnest.buffer;

import org.jspecify.annotations.NullMarked;

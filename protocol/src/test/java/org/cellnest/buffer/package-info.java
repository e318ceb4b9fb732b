@NullMarked
package org.cellnest.buffer;

import org.jspecify.annotations.NullMarked;

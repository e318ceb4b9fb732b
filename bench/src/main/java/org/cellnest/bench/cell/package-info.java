/** Contains the measured handlers, in a class that is both part of a user's jar and usable on its own. */
@NullMarked
package org.cellnest.bench.cell;

import org.jspecify.annotations.NullMarked;

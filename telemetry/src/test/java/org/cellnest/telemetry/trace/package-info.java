@NullMarked
package org.cellnest.telemetry.trace;

import org.jspecify.annotations.NullMarked;

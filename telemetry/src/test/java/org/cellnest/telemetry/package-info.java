@NullMarked
package org.cellnest.telemetry;

import org.jspecify.annotations.NullMarked;

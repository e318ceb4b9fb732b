/** Tests of the scanners, each of whose inputs is tried in every cut. */
@NullMarked
package org.cellnest.gateway.framing;

import org.jspecify.annotations.NullMarked;

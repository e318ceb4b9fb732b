/** Tests of the gateway: its parts with a clock that is moved by hand, and the whole against a router that misbehaves. */
@NullMarked
package org.cellnest.gateway;

import org.jspecify.annotations.NullMarked;

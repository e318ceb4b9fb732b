/** Tests of the transport against friendly, hostile and dying peers. */
@NullMarked
package org.cellnest.transport;

import org.jspecify.annotations.NullMarked;

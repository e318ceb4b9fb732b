/** Tests of a session's states with time that is told. */
@NullMarked
package org.cellnest.gateway.session;

import org.jspecify.annotations.NullMarked;

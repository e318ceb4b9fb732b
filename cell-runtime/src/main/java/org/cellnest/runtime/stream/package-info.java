/**
 * Bodies that flow, as handlers meet them: the rest of a request's body that comes piece by piece, and an answer's body
 * that goes out piece by piece. The link implements both; windows, offsets and records are its own.
 */
@NullMarked
package org.cellnest.runtime.stream;

import org.jspecify.annotations.NullMarked;

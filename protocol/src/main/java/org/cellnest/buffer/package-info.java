/**
 * Holds bytes on their way between sockets. Small ones lie in arrays ({@link org.cellnest.buffer.Slice}); large bodies
 * lie off the heap, in pooled chunks ({@link org.cellnest.buffer.ChunkSlice}), so that they are neither copied between
 * two sockets nor collected.
 *
 * <p>Whoever receives {@link org.cellnest.buffer.Bytes} borrows them until its call or turn ends. What keeps them longer
 * calls {@link org.cellnest.buffer.Bytes#share} and releases the result exactly once.
 */
@NullMarked
package org.cellnest.buffer;

import org.jspecify.annotations.NullMarked;

/** Tests of the records, messages and rules of the wire, by example, by chance and by malice. */
@NullMarked
package org.cellnest.protocol;

import org.jspecify.annotations.NullMarked;

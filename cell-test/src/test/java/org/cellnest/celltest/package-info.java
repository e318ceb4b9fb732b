/** Tests the module from the view of a cell's author. */
@NullMarked
package org.cellnest.celltest;

import org.jspecify.annotations.NullMarked;

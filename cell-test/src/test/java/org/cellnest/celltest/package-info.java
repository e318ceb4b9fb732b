/** Tests of what a cell's author sees of the module. */
@NullMarked
package org.cellnest.celltest;

import org.jspecify.annotations.NullMarked;

/** Tests of the parser of forms with files. */
@NullMarked
package org.cellnest.runtime.multipart;

import org.jspecify.annotations.NullMarked;

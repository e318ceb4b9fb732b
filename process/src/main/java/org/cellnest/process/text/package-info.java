/**
 * Makes text from outside safe to show. A version, a file name or an exception's message must not move a terminal's
 * cursor or change the direction of writing. Nor must it look like another line.
 */
@NullMarked
package org.cellnest.process.text;

import org.jspecify.annotations.NullMarked;

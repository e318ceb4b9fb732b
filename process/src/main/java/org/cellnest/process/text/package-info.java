/**
 * Text from outside, made fit to be shown: a version, a file name or a message of an exception must not move a terminal's
 * cursor, turn the direction of writing or look like another line.
 */
@NullMarked
package org.cellnest.process.text;

import org.jspecify.annotations.NullMarked;

/**
 * Configures console and rolled log files in code, which is faster than a file of settings and needs no file on the
 * class path.
 */
@NullMarked
package org.cellnest.process.logging;

import org.jspecify.annotations.NullMarked;

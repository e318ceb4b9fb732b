/** Console and rolled log files, set up in code: quicker than a file of settings, and nothing to find on the class path. */
@NullMarked
package org.cellnest.process.logging;

import org.jspecify.annotations.NullMarked;

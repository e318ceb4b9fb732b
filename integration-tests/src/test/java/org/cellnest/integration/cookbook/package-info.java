/** The cookbook: every recipe is built and asked, and the page shows what was built. */
@NullMarked
package org.cellnest.integration.cookbook;

import org.jspecify.annotations.NullMarked;

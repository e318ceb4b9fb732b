/** Tests of dispatch, with the cells they deploy. */
@NullMarked
package org.cellnest.runtime.dispatch;

import org.jspecify.annotations.NullMarked;

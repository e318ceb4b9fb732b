/** Tests of dispatch, with the cells they deploy. */
@NullMarked
package org.cellnest.runtime.handler;

import org.jspecify.annotations.NullMarked;

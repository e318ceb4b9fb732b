/** Tests of the rules for HTTP messages. */
@NullMarked
package org.cellnest.http;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.cellnest.gateway.docs;

import org.jspecify.annotations.NullMarked;

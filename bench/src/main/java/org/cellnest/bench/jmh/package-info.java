/**
 * JMH benches of the wire. Those of classes that are private to their package lie in that package: route match, tickets and
 * parking in {@code org.cellnest.router.broker}, binding in {@code org.cellnest.runtime.handler}.
 */
@NullMarked
package org.cellnest.bench.jmh;

import org.jspecify.annotations.NullMarked;

/**
 * Contains the JMH benches of the wire. Benches of package-private classes are in those packages: route match, tickets,
 * parking and metrics in {@code org.cellnest.router.broker}, binding in {@code org.cellnest.runtime.handler}.
 */
@NullMarked
package org.cellnest.bench.jmh;

import org.jspecify.annotations.NullMarked;

/**
 * What the tests of whole nests stand on: nests in this JVM and nests of processes, cells compiled from source, load whose
 * every answer is looked at, and waiting that ends.
 */
@NullMarked
package org.cellnest.integration.harness;

import org.jspecify.annotations.NullMarked;

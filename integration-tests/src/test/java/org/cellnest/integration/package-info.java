/**
 * Whole nests, seen from outside: what a user would see must hold, whatever dies, stalls or lies. Tests named {@code *IT} run
 * when every module is packaged, the others with the unit tests.
 */
@NullMarked
package org.cellnest.integration;

import org.jspecify.annotations.NullMarked;

/**
 * The demo: what a cell can do, each in a few lines. It is built as any user's jar, against {@code cell-api} alone; copy
 * from it.
 */
package org.cellnest.demo;
